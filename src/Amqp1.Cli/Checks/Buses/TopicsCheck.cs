using Amqp1.Addressing;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>
/// Checks that the user of the URL may use the addresses of real topics. Links are attached without credit and without a message, so that
/// services are not disturbed. On a broker that creates queues on demand, an unused queue is deleted again.
/// </summary>
internal sealed class TopicsCheck : ICheck
{
    public string Name => "topic";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) =>
        context.Topics.Count == 0 ? "No topic was named with --topic."
        : context.OpenConnection.IsRabbit ? "The queues of the topics are compared instead."
        : null;

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        foreach (var topic in context.Topics)
        {
            var target = new Target { Topic = topic };
            if (context.Backend.CarriesRpc)
            {
                await SendAsync(context, topic, "calls to the topic", Destination.For(ServiceKind.Rpc, target), findings, cancel).ConfigureAwait(false);
                await SendAsync(context, topic, "fanouts to the topic", Destination.For(ServiceKind.Rpc, target with { Fanout = true }), findings, cancel).ConfigureAwait(false);
                await ConsumeAsync(context, topic, "serving the topic", Destination.For(ServiceKind.Rpc, target), findings, cancel).ConfigureAwait(false);
            }

            if (context.Backend.CarriesNotifications)
            {
                await SendAsync(context, topic, "notifications to the topic", Destination.For(ServiceKind.Notification, new Target { Topic = $"{topic}.info" }), findings, cancel).ConfigureAwait(false);
            }
        }
    }

    private static Task SendAsync(CheckContext context, string topic, string what, Destination destination, CheckFindings findings, CancellationToken cancel) =>
        TryAsync(context, topic, what, destination, findings, async token => (await context.OpenConnection.AttachSenderAsync(destination, token).ConfigureAwait(false)).Close(), cancel);

    private static Task ConsumeAsync(CheckContext context, string topic, string what, Destination destination, CheckFindings findings, CancellationToken cancel) =>
        TryAsync(context, topic, what, destination, findings, async token => (await context.OpenConnection.AttachReceiverAsync(destination, Guid.NewGuid(), credit: 0, token).ConfigureAwait(false)).Close(), cancel);

    private static async Task TryAsync(
        CheckContext context, string topic, string what, Destination destination, CheckFindings findings, Func<CancellationToken, Task> attach, CancellationToken cancel)
    {
        using var limit = new AnswerLimit(context.Limits.Answer, context.Time, cancel);
        var address = PeerText.Clean(context.OpenConnection.Dialect.Topology.SenderAddressOf(destination), 200);
        try
        {
            await attach(limit.Token).ConfigureAwait(false);
            findings.Ok(topic, $"Links for {what} are accepted.");
        }
        catch (ProbeRefusedException refused)
        {
            findings.Fail(topic, $"A link for {what} ({address}) is refused: {refused.Message}.", AddressAdvice.Refused(context, destination, refused));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            findings.Fail(topic, $"A link for {what} ({address}) was not answered within {context.Limits.Answer.TotalSeconds:0.#} s.", AddressAdvice.Rule(context, destination));
        }
    }
}
