using Amqp.Framing;
using Amqp1.Notifications;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests that a service without telemetry passes the trace context of what it serves on with the messages that it sends.</summary>
public sealed class ServedTraceTests : FaultTest
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(null)]
    [InlineData("caller")]
    public async Task The_context_of_a_request_goes_on_with_what_its_method_sends(string? replyTo)
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        await driver.ServeAsync(
            new TestEndpoint(async (_, data) =>
            {
                await driver.Client("next").CastAsync("go", null, Limit);
                return data;
            }),
            cancel: Limit);
        var request = PeerMessages.Request("echo", "id", replyTo);
        request.ApplicationProperties = new ApplicationProperties { ["traceparent"] = Parent, ["tracestate"] = "vendor=1" };

        peer.Deliver(peer.Links(link => link.Address.StartsWith("unicast", StringComparison.Ordinal)).Single(), request);

        ShouldContinue(await SentAsync(peer));
    }

    [Fact]
    public async Task The_context_of_a_notification_goes_on_with_what_its_handler_sends()
    {
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var endpoint = new NotificationEndpointDescriptor(
            typeof(ServedTraceTests),
            "news",
            NotificationFilter.Any,
            new Dictionary<NotificationPriority, NotificationInvoker>
            {
                [NotificationPriority.Info] = async (_, _) =>
                {
                    await driver.Client("next").CastAsync("go", null, Limit);
                    return NotificationResult.Handled;
                },
            });
        await using var listener = driver.Transport.CreateNotificationListener((endpoint, this));
        listener.Start();
        await listener.WaitUntilListeningAsync(Limit);
        var notification = new Amqp.Message
        {
            ApplicationProperties = new ApplicationProperties { ["traceparent"] = Parent, ["tracestate"] = "vendor=1" },
            BodySection = new AmqpValue { Value = """{"request":{"event_type":"event","priority":"INFO","payload":{}},"context":{}}""" },
        };

        peer.Deliver(peer.Links(link => link.Address.EndsWith("news.info", StringComparison.Ordinal)).Single(), notification);

        ShouldContinue(await SentAsync(peer));
    }

    private static void ShouldContinue(PeerTransfer sent)
    {
        sent.Message.ApplicationProperties["traceparent"].ShouldBe(Parent);
        sent.Message.ApplicationProperties["tracestate"].ShouldBe("vendor=1");
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);

    private Task<PeerTransfer> SentAsync(ScriptedPeer peer) => peer.TransferAsync(sent => sent.To.EndsWith("next", StringComparison.Ordinal), Limit);
}
