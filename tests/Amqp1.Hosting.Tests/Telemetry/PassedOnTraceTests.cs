using System.Diagnostics;
using Amqp;
using Amqp.Framing;
using Amqp1.Configuration;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Telemetry;

/// <summary>
/// Tests that a service passes the trace context of the message that it serves on to the messages that it sends, with or without a
/// listener.
/// </summary>
[Collection(nameof(OneListener))]
public sealed class PassedOnTraceTests : IDisposable
{
    private const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    public void Dispose() => _limit.Dispose();

    [Theory]
    [InlineData("call")]
    [InlineData("cast")]
    [InlineData("notification")]
    public async Task Without_a_listener_the_context_is_sent_on_as_it_came(string handled)
    {
        var sent = await SentAsync(handled, Trace(Parent, "vendor=1", "tenant=acme"));

        sent.Length.ShouldBe(3);
        foreach (var properties in sent)
        {
            properties.ShouldBe(new Dictionary<string, string> { ["traceparent"] = Parent, ["tracestate"] = "vendor=1" });
        }
    }

    [Theory]
    [InlineData("call")]
    [InlineData("notification")]
    public async Task Baggage_is_sent_on_when_it_is_asked_for(string handled)
    {
        var sent = await SentAsync(handled, Trace(Parent, null, "tenant=acme,user=al%20ice"), baggage: true);

        sent.ShouldAllBe(properties => properties["baggage"] == "tenant=acme,user=al%20ice" && properties["traceparent"] == Parent);
    }

    [Fact]
    public async Task With_a_listener_the_handler_sees_the_baggage_and_what_it_sends_belongs_to_its_span()
    {
        using var recording = new Recording();
        string? tenant = null;

        var sent = await SentAsync("call", Trace(Parent, "vendor=1", "tenant=acme,user=al%20ice"), baggage: true, inHandler: () =>
        {
            tenant = Activity.Current!.GetBaggageItem("tenant");
            Activity.Current.GetBaggageItem("user").ShouldBe("al ice");
        });

        tenant.ShouldBe("acme");
        foreach (var properties in sent)
        {
            properties["traceparent"].ShouldContain(TraceId);
            properties["traceparent"].ShouldNotBe(Parent);
            properties["tracestate"].ShouldBe("vendor=1");
            properties["baggage"].Split(',').Select(entry => entry.Replace(" ", "", StringComparison.Ordinal)).Order().ShouldBe(["tenant=acme", "user=al%20ice"]);
        }
    }

    [Theory]
    [InlineData("call")]
    [InlineData("cast")]
    [InlineData("notification")]
    public async Task A_trace_that_the_sampler_leaves_out_goes_on_as_it_came(string handled)
    {
        var unsampled = Parent[..^1] + "0";
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Amqp1Telemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> creation) =>
                creation.Parent == default || creation.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(listener);

        var sent = await SentAsync(handled, Trace(unsampled, "vendor=1", null));

        sent.ShouldAllBe(properties => properties["traceparent"] == unsampled && properties["tracestate"] == "vendor=1");
    }

    [Fact]
    public async Task With_a_listener_no_baggage_is_sent_unless_it_is_asked_for()
    {
        using var recording = new Recording();

        var sent = await SentAsync("call", Trace(Parent, null, "tenant=acme"), inHandler: () => Activity.Current!.SetBaggage("own", "secret"));

        sent.ShouldAllBe(properties => !properties.ContainsKey("baggage"));
    }

    [Theory]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("nonsense")]
    public async Task A_context_that_cannot_be_read_is_not_sent_on(string parent) =>
        (await SentAsync("call", Trace(parent, "vendor=1", null))).ShouldAllBe(properties => properties.Count == 0);

    [Fact]
    public async Task What_is_too_long_is_not_sent_on()
    {
        var sent = await SentAsync("call", Trace(Parent, "v=" + new string('x', 2048), "b=" + new string('x', 8192)), baggage: true);

        sent.ShouldAllBe(properties => properties.Count == 1 && properties["traceparent"] == Parent);
    }

    [Fact]
    public async Task The_context_ends_with_the_request_for_work_that_goes_on()
    {
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = ScriptedPeer.Start(static script => script.Answer = static _ => PeerAnswer.Accept);
        await using var transport = Start(peer, baggage: true);
        var client = transport.CreateRpcClient(Target.ForTopic("next"));
        Task? background = null;
        var server = await ServeAsync(transport, () =>
        {
            background = Task.Run(async () =>
            {
                await isOver.Task;
                await client.CastAsync("later", cancel: Limit);
            });
            return Task.CompletedTask;
        });

        peer.Deliver(Link(peer, "unicast"), Request(Trace(Parent, null, "tenant=acme"), "replies"));
        await peer.TransferAsync(reply => reply.To == "replies", Limit);
        await server.StopAsync(Limit);
        isOver.SetResult();
        await background!.WaitAsync(Limit);

        var later = await peer.TransferAsync(sent => sent.To.EndsWith("next", StringComparison.Ordinal), Limit);
        Properties(later).ShouldBeEmpty();
    }

    /// <summary>
    /// Delivers a message whose handler makes a call, a cast and a notification, and returns the application properties of these three.
    /// </summary>
    private async Task<Dictionary<string, string>[]> SentAsync(string handled, ApplicationProperties trace, bool baggage = false, Action? inHandler = null)
    {
        await using var peer = ScriptedPeer.Start(static script => script.Answer = static _ => PeerAnswer.Accept);
        await using var transport = Start(peer, baggage);
        var client = transport.CreateRpcClient(Target.ForTopic("next"));
        var notifier = transport.CreateNotifier("p", "next-notes");
        var hasSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task HandleAsync()
        {
            inHandler?.Invoke();

            // The call gets no reply.
            var call = client.CallAsync("ask", cancel: Limit);
            await client.CastAsync("tell", cancel: Limit);
            await notifier.InfoAsync("happened", 1, cancel: Limit);
            hasSent.SetResult();
            await peer.TransferAsync(sent => sent.Body.Contains("ask", StringComparison.Ordinal), Limit);
            _ = call.ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        }

        if (handled == "notification")
        {
            var listener = transport.CreateNotificationListener((
                new NotificationEndpointDescriptor(typeof(object), "heard", NotificationFilter.Any, new Dictionary<NotificationPriority, NotificationInvoker>
                {
                    [NotificationPriority.Info] = async (_, _) =>
                    {
                        await HandleAsync();
                        return NotificationResult.Handled;
                    },
                }),
                new object()));
            listener.Start();
            await listener.WaitUntilListeningAsync(Limit);
            peer.Deliver(Link(peer, "unicast"), new Message
            {
                ApplicationProperties = trace,
                BodySection = new AmqpValue { Value = """{"request":{"event_type":"e","priority":"INFO","payload":{}},"context":{}}""" },
            });
        }
        else
        {
            await ServeAsync(transport, HandleAsync);
            peer.Deliver(Link(peer, "unicast"), Request(trace, handled == "call" ? "replies" : null));
        }

        await hasSent.Task.WaitAsync(Limit);
        await peer.TransferAsync(sent => sent.Body.Contains("ask", StringComparison.Ordinal), Limit);
        return [.. peer.Transfers(static sent => sent.To != "replies").Select(Properties)];
    }

    private static MessagingTransport Start(ScriptedPeer peer, bool baggage)
    {
        var transport = MessagingTransport.Create(peer.Url, new Amqp1Options { PropagateBaggage = baggage });
        transport.Start();
        return transport;
    }

    private async Task<RpcServer> ServeAsync(MessagingTransport transport, Func<Task> handle)
    {
        var server = transport.CreateRpcServer(
            Target.ForTopic("served", "server"),
            (new RpcEndpointDescriptor(typeof(object), new Target(), [new RpcMethodDescriptor("handle", async (_, _) => await handle())]), new object()));
        server.Start();
        await server.WaitUntilListeningAsync(Limit);
        return server;
    }

    private static PeerLink Link(ScriptedPeer peer, string prefix) =>
        peer.Links(link => !link.ClientSends && link.Address.StartsWith(prefix, StringComparison.Ordinal))[0];

    private static Message Request(ApplicationProperties trace, string? replyTo)
    {
        var request = PeerMessages.Request("handle", "id", replyTo);
        request.ApplicationProperties = trace;
        return request;
    }

    private static ApplicationProperties Trace(string parent, string? state, string? baggage)
    {
        var trace = new ApplicationProperties { ["traceparent"] = parent };
        if (state is not null)
        {
            trace["tracestate"] = state;
        }

        if (baggage is not null)
        {
            trace["baggage"] = baggage;
        }

        return trace;
    }

    private static Dictionary<string, string> Properties(PeerTransfer transfer) =>
        transfer.Message.ApplicationProperties?.Map.ToDictionary(static entry => (string)entry.Key, static entry => (string)entry.Value) ?? [];
}
