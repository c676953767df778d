using Amqp1.Bus;
using Amqp1.Diagnostics;
using Amqp1.Json;
using Amqp1.Payloads;

namespace Amqp1.Notifications.Receiving;

/// <summary>
/// Replaces references in received notifications by their payloads (docs/using/claim-check.md). A notification whose reference cannot be
/// used is rejected, and one that the store could not read is returned to the peer. Thread-safe.
/// </summary>
/// <param name="claims">The payload store.</param>
/// <param name="bus">The bus on which the notifications arrive.</param>
/// <param name="limit">The limit of redeliveries; null for none.</param>
/// <param name="stopped">Fires when the listener stops and no longer waits.</param>
internal sealed class StoredPayloads(ClaimCheck claims, MessageBus bus, RedeliveryLimit? limit, CancellationToken stopped)
{
    /// <summary>The error condition of a notification whose payload does not exist (AMQP 1.0, 2.8.15).</summary>
    private const string NotFound = "amqp:not-found";

    /// <summary>The time that a notification is held after a failure of the store. Otherwise, it would come back at once, again and again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Returns the object for a listener; null if it has no store.</summary>
    public static StoredPayloads? Of(MessageBus bus, NotificationListenerSettings settings, RedeliveryLimit? limit, CancellationToken stopped) =>
        settings.Claims is { } claims ? new StoredPayloads(claims, bus, limit, stopped) : null;

    /// <summary>Returns whether a notification has a reference in place of its payload.</summary>
    public static bool IsIn(ReceivedNotification received) => PayloadReference.IsIn(received.Notification.Payload.Span);

    /// <summary>
    /// Returns the notification with its payload, and the array of the payload, which is returned when the notification is no longer read.
    /// Returns null if the payload cannot be read and the notification was settled. Does not throw.
    /// </summary>
    /// <param name="received">A notification with a reference.</param>
    public async ValueTask<(ReceivedNotification? Opened, JsonText Payload)> OpenAsync(ReceivedNotification received)
    {
        var message = received.Message;
        try
        {
            var reference = PayloadReference.Parse(received.Notification.Payload.Span);
            var payload = await claims.OpenAsync(PayloadKind.Notification, reference, stopped).ConfigureAwait(false);
            return (received with { Notification = received.Notification with { Payload = payload }, WasStored = true }, payload);
        }
        catch (OperationCanceledException)
        {
            message.Release();
        }
        catch (PayloadUnavailableException unusable) when (!unusable.IsTransient)
        {
            Metrics.CountRejected(ReceivedNotification.TopicOf(message), bus.Instance, bus.Logger);
            NotificationLog.PayloadUnusable(
                bus.Logger, PeerText.Clean(received.Notification.EventType), PeerText.Clean(received.Notification.MessageId), message.Address, unusable.Message);
            message.Reject(NotFound, unusable.Message);
        }
        catch (PayloadUnavailableException failed)
        {
            await ReturnAsync(received, failed).ConfigureAwait(false);
        }

        message.Dispose();
        return (null, JsonText.None);
    }

    private async ValueTask ReturnAsync(ReceivedNotification received, PayloadUnavailableException failed)
    {
        NotificationLog.PayloadNotRead(
            bus.Logger, PeerText.Clean(received.Notification.EventType), PeerText.Clean(received.Notification.MessageId), received.Message.Address);
        await Task.Delay(Pause, bus.Time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (limit is null)
        {
            received.Settle(NotificationResult.Requeue);
        }
        else
        {
            await limit.SettleAsync(received, HandlingOutcome.Failure(failed)).ConfigureAwait(false);
        }
    }
}
