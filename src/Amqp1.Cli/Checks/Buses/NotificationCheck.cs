using System.Text.Json;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Notifications;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Emits a notification with the product itself and receives it, notifier and listener in this process.</summary>
internal sealed class NotificationCheck : ICheck
{
    private const string EventType = "amqp1.check";

    private static readonly JsonElement Payload = JsonElement.Parse("{}");

    public string Name => "notify";

    public IReadOnlyList<string> Needs => ["connection"];

    public string? ReasonToSkip(CheckContext context) => context.Backend.CarriesNotifications ? null : "This transport carries RPC only.";

    public async Task RunAsync(CheckContext context, CheckFindings findings, CancellationToken cancel)
    {
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handlers = new Dictionary<NotificationPriority, NotificationInvoker>
        {
            [NotificationPriority.Info] = (_, _) =>
            {
                received.TrySetResult();
                return ValueTask.FromResult(NotificationResult.Handled);
            },
        };
        try
        {
            await using var transport = await ProbeTransport.OpenAsync(context, cancel).ConfigureAwait(false);
            await using var listener = transport.CreateNotificationListener(
                (new NotificationEndpointDescriptor(typeof(NotificationCheck), context.ProbeTopic, NotificationFilter.Any, handlers), this));
            listener.Start();
            await ProbeTransport.WaitUntilAsync(transport, listener.WaitUntilListeningAsync(cancel), context, cancel).ConfigureAwait(false);
            var start = context.Time.GetTimestamp();
            await transport.CreateNotifier("amqp1.check", context.ProbeTopic)
                .NotifyAsync(NotificationPriority.Info, EventType, Payload, cancel: cancel).ConfigureAwait(false);
            await received.Task.WaitAsync(context.Limits.Answer, context.Time, cancel).ConfigureAwait(false);
            findings.Ok("listener", $"A notification was received after {context.Time.GetElapsedTime(start).TotalMilliseconds:0.#} ms.");
        }
        catch (Exception failure) when (failure is MessagingException or TimeoutException)
        {
            findings.Fail("listener", failure is TimeoutException { InnerException: null, Message: "The operation has timed out." }
                ? $"The listener received nothing within {context.Limits.Answer.TotalSeconds:0.#} s."
                : failure.Message, RefusalAdvice.Of(context, failure.Message) ?? "Correct what the lines above report; otherwise look into the log of the router or broker.");
        }
    }
}
