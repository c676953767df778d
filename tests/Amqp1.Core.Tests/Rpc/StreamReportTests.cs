using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Amqp.Framing;
using Amqp1.Dialects;
using Amqp1.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests streams over a broker, which settles the messages itself: the reader reports what it has taken, and the server waits for the reports.
/// </summary>
public sealed class StreamReportTests : FaultTest
{
    private const string Broker = "qpid-cpp";
    private const string Reader = "reader";

    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Conformance", "78")]
    public async Task A_broker_settles_messages_itself_so_that_the_reader_reports_what_it_has_taken()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Broker, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Read(driver, window: 8).GetAsyncEnumerator(Limit);
        var next = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        request.Body.ShouldEndWith("""
            ,"accepts_parts":8}
            """);

        for (var number = 0; number < 9; number++)
        {
            Part(peer, request, number, $"[{number}]");
            (await next).ShouldBeTrue();
            next = items.MoveNextAsync().AsTask();
        }

        var reports = await ReportsAsync(peer, 2);
        reports.ShouldBe([ReportOf(request, 4), ReportOf(request, 8)]);

        // A report may be lost, so the last one is repeated while nothing arrives.
        using var turn = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (ReportsOf(peer).Length < 4)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await turn.WaitForNextTickAsync(Limit);
        }

        ReportsOf(peer)[2..4].ShouldBe([ReportOf(request, 9), ReportOf(request, 9)]);
        Reply(peer, request, """{"response":[],"parts":9}""");
        (await next).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_is_reported_before_the_first_message_while_the_reader_is_busy_and_at_the_end()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = (Broker, static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Read(driver, window: 1).GetAsyncEnumerator(Limit);
        var next = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        await UntilAsync(() => driver.PendingDeliveries == 0);

        // The reader waits for the first message.
        Advance(3);
        Part(peer, request, 0, "[0]");
        (await next).ShouldBeTrue();
        (await ReportsAsync(peer, 1)).ShouldBe([ReportOf(request, 1)]);

        // The reader has waited for the second message, and handles its item.
        next = items.MoveNextAsync().AsTask();
        Part(peer, request, 1, "[1]");
        (await next).ShouldBeTrue();
        (await ReportsAsync(peer, 2)).ShouldBe([ReportOf(request, 1), ReportOf(request, 2)]);
        await UntilAsync(() => driver.PendingDeliveries == 0);
        Advance(3);
        next = items.MoveNextAsync().AsTask();
        Reply(peer, request, """{"response":[],"parts":2}""");
        (await next).ShouldBeFalse();

        await driver.Client().CastAsync("echo", Echo("after"), Limit);
        await peer.TransferAsync(transfer => transfer.Body.Contains("after", StringComparison.Ordinal), Limit);
        ReportsOf(peer).ShouldBe([ReportOf(request, 1), ReportOf(request, 2)]);
    }

    [Fact]
    public async Task Nothing_is_reported_to_a_server_behind_a_router_which_settles_what_was_taken()
    {
        await using var peer = ScriptedPeer.Start(script => (script.Product, script.Answer) = ("qpid-dispatch-router", static _ => PeerAnswer.Accept));
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Read(driver, window: 1).GetAsyncEnumerator(Limit);
        var next = items.MoveNextAsync().AsTask();
        var request = await RequestAsync(peer);
        await UntilAsync(() => driver.PendingDeliveries == 0);
        Part(peer, request, 0, "[0]");
        (await next).ShouldBeTrue();

        next = items.MoveNextAsync().AsTask();
        Advance(3);
        Reply(peer, request, """{"response":[],"parts":1}""");
        (await next).ShouldBeFalse();

        await driver.Client().CastAsync("echo", Echo("after"), Limit);
        await peer.TransferAsync(transfer => transfer.Body.Contains("after", StringComparison.Ordinal), Limit);
        ReportsOf(peer).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_report_that_cannot_be_sent_interrupts_the_stream()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            (script.Product, script.Answer) = (Broker, static transfer =>
                transfer.To.Contains("amqp1-cancel", StringComparison.Ordinal) ? PeerAnswer.Reject("amqp:unauthorized-access") : PeerAnswer.Accept);
        });
        await using var driver = Driver.Start(peer, time: _time);
        await using var items = Read(driver, window: 1).GetAsyncEnumerator(Limit);
        var first = items.MoveNextAsync().AsTask();
        Part(peer, await RequestAsync(peer), 0, "[1]");
        (await first).ShouldBeTrue();

        var failure = await Should.ThrowAsync<StreamInterruptedException>(items.MoveNextAsync().AsTask());

        failure.ItemsReceived.ShouldBe(1);
        failure.Message.ShouldContain("could not be told");
    }

    private void Advance(int seconds)
    {
        for (var tenth = 0; tenth < seconds * 10; tenth++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private static string ReportOf(PeerTransfer request, int taken) => $$"""{"call":"{{request.MessageId}}","messages":{{taken}}}""";

    private static string[] ReportsOf(ScriptedPeer peer) =>
    [
        .. peer.Transfers(transfer => transfer.Body.Contains("\"taken\"", StringComparison.Ordinal))
            .Select(transfer => JsonNode.Parse(transfer.Body)!["request"]!["args"]!.ToJsonString()),
    ];

    private async Task<string[]> ReportsAsync(ScriptedPeer peer, int count)
    {
        await peer.Events.ReachAsync<TransferReceived>(count, received => received.Transfer.Body.Contains("\"taken\"", StringComparison.Ordinal), Limit);
        return ReportsOf(peer);
    }

    [Theory]
    [Trait("Conformance", "78")]
    [InlineData(4, 4)]
    [InlineData(1000, 64)]
    public async Task The_server_sends_a_window_of_messages_that_were_not_reported(int asked, int window)
    {
        await using var peer = ScriptedPeer.Start(script =>
            (script.Product, script.Answer, script.Credit) = (Broker, static _ => PeerAnswer.Accept, static _ => 1000));
        await using var driver = Driver.Start(peer, time: _time);
        var made = 0;
        await driver.ServeAsync(new TestEndpoint(async (invocation, _) =>
        {
            await invocation.SetResultAsync(CountAsync(), (JsonTypeInfo<int>)invocation.Json.GetTypeInfo(typeof(int)));
            return TestEndpoint.NoResult;
        }), cancel: Limit);
        Request(peer, asked);
        var listener = await peer.LinkAsync(link => !link.ClientSends && link.Address.Contains("amqp1-cancel", StringComparison.Ordinal), Limit);

        for (var taken = 0; taken + window < 200; taken++)
        {
            await peer.Events.ReachAsync<TransferReceived>(taken + window, cancel: Limit);
            peer.Transfers().Count.ShouldBe(taken + window);
            Volatile.Read(ref made).ShouldBeLessThanOrEqualTo(taken + window + 1);

            // What a reader cannot have taken is ignored, and so is an old report.
            Report(peer, listener, long.MaxValue);
            Report(peer, listener, taken + window + 1);
            Report(peer, listener, taken);
            Report(peer, listener, taken + 1);
        }

        // The end follows the last message that was stored, without a report.
        (await peer.TransferAsync(transfer => transfer.Index == 200, Limit)).Body.ShouldBe("""{"response":[],"parts":200}""");

        async IAsyncEnumerable<int> CountAsync()
        {
            for (var number = 0; number < 200; number++)
            {
                Interlocked.Increment(ref made);
                yield return number;
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_server_that_cannot_listen_for_reports_sends_all_messages()
    {
        await using var peer = ScriptedPeer.Start(script =>
        {
            (script.Product, script.Answer, script.Credit) = (Broker, static _ => PeerAnswer.Accept, static _ => 1000);
            script.Refuse = static link => link.Address.Contains("amqp1-cancel", StringComparison.Ordinal) ? new Error("amqp:unauthorized-access") : null;
        });
        await using var driver = Driver.Start(peer, options => options.Connection.LinkRetryDelay = TimeSpan.FromMilliseconds(10));
        await driver.ServeAsync(new TestEndpoint(async (invocation, _) =>
        {
            await invocation.SetResultAsync(Enumerable.Range(0, 100).ToAsyncEnumerable(), (JsonTypeInfo<int>)invocation.Json.GetTypeInfo(typeof(int)));
            return TestEndpoint.NoResult;
        }), cancel: Limit);

        Request(peer, window: 4);

        (await peer.TransferAsync(transfer => transfer.Index == 100, Limit)).Body.ShouldBe("""{"response":[],"parts":100}""");
    }

    private static IAsyncEnumerable<int> Read(Driver driver, int window) => driver.Client().StreamAsync<int>("count", null, new RpcStreamOptions { Window = window });

    private Task<PeerTransfer> RequestAsync(ScriptedPeer peer) => peer.TransferAsync(transfer => transfer.ReplyTo is not null, Limit);

    private static void Part(ScriptedPeer peer, PeerTransfer request, int part, string items) =>
        Reply(peer, request, $$"""{"response":{{items}},"part":{{part}}}""");

    private static void Reply(ScriptedPeer peer, PeerTransfer request, string body) => peer.Deliver(
        peer.Links(link => link.IsReplyLink && link.Name.Contains("rpc-stream", StringComparison.Ordinal)).Single(), PeerMessages.Reply(request.MessageId, body));

    private static void Request(ScriptedPeer peer, int window)
    {
        var request = PeerMessages.Request("echo", new CallId(1, 1).ToText(), Reader);
        request.BodySection = new AmqpValue { Value = ((string)request.Body).Insert(1, $"\"accepts_parts\":{window},") };
        peer.Deliver(peer.Links(link => !link.ClientSends && link.Address.Contains("test-topic", StringComparison.Ordinal))[0], request);
    }

    private static void Report(ScriptedPeer peer, PeerLink listener, long taken)
    {
        var report = PeerMessages.Request("taken", new CallId(9, 9).ToText());
        report.BodySection = new AmqpValue
        {
            Value = $$$"""{"request":{"method":"taken","args":{"call":"{{{new CallId(1, 1).ToText()}}}","messages":{{{taken}}}}},"context":{}}""",
        };
        peer.Deliver(listener, report);
    }
}
