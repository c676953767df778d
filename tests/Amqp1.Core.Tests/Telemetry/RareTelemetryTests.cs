using System.Diagnostics;
using Amqp.Framing;
using Amqp.Types;

namespace Amqp1.Core.Tests.Telemetry;

/// <summary>
/// Tests of the telemetry of rare events. They run alone, because all drivers of a process share one meter and one source.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class RareTelemetryTests : FaultTest
{
    private const string Annotated = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Property = "00-11111111111111111111111111111111-2222222222222222-01";

    [Fact]
    public async Task A_reply_that_cannot_be_delivered_is_counted_and_in_the_status()
    {
        using var counted = new Counted("amqp1.rpc.server.undelivered_replies");
        await using var peer = ScriptedPeer.Start(script => script.Refuse = link => link.Address == "gone" ? new Amqp.Framing.Error("amqp:not-found") : null);
        var log = new LogRecords();
        await using var driver = Driver.Start(peer, loggers: log);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), PeerMessages.Request("echo", "1", replyTo: "gone"));
        await log.FirstAsync(1105, Limit);

        counted.Sum.ShouldBe(1);
        driver.Transport.Status.UndeliveredReplies.ShouldBe(1);
    }

    [Fact]
    public async Task A_reply_for_which_nobody_waits_any_more_is_counted()
    {
        using var counted = new Counted("amqp1.rpc.late_replies");
        await using var peer = ScriptedPeer.Start(script => script.Answer =
            transfer => transfer.Body.Contains("late", StringComparison.Ordinal) ? PeerAnswer.Accept : PeerAnswer.Route);
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        // A server in Python sends a reply even after the deadline.
        await Should.ThrowAsync<MessagingTimeoutException>(
            driver.Client(timeout: TimeSpan.FromMilliseconds(200)).CallAsync<string>("echo", Echo("late"), Limit));
        var request = await peer.TransferAsync(transfer => transfer.Body.Contains("late", StringComparison.Ordinal), Limit);
        counted.Sum.ShouldBe(0);
        peer.Deliver(peer.Links(link => link.IsReplyLink).Single(), PeerMessages.Reply(request.MessageId));

        await peer.Events.FirstAsync<DeliverySettled>(one => one.Link.IsReplyLink, Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("in time"), Limit)).ShouldBe("in time");
        counted.Sum.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_that_was_lost_and_is_opened_again_is_counted()
    {
        using var counted = new Counted("amqp1.connection.reconnects");
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("before"), Limit)).ShouldBe("before");
        counted.Sum.ShouldBe(0);

        peer.CutAll();

        await peer.Events.ReachAsync<ConnectionOpened>(2, cancel: Limit);
        (await driver.Client().CallAsync<string>("echo", Echo("after"), Limit)).ShouldBe("after");
        counted.Sum.ShouldBe(1);
    }

    [Theory]
    [InlineData(Annotated, Property, Annotated)]
    [InlineData(null, Property, Property)]
    [InlineData(Annotated, null, Annotated)]
    [InlineData(null, null, null)]
    public async Task The_trace_of_a_request_is_read_from_annotations_before_properties(string? annotation, string? property, string? parent)
    {
        var spans = new EventLog<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.Kind is ActivityKind.Server or ActivityKind.Consumer)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);
        var request = PeerMessages.Request("echo", "id");
        if (annotation is not null)
        {
            request.MessageAnnotations = new MessageAnnotations { [new Symbol("traceparent")] = annotation };
        }

        if (property is not null)
        {
            request.ApplicationProperties = new ApplicationProperties { ["traceparent"] = property };
        }

        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);

        var span = await spans.FirstAsync<Activity>(cancel: Limit);
        span.ParentId.ShouldBe(parent);
    }

    /// <summary>The sum of the measurements of one instrument of the driver.</summary>
}
