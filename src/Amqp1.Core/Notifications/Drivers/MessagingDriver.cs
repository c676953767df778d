using System.Collections.Concurrent;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Sending;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;
using Amqp1.Payloads;

namespace Amqp1.Notifications.Drivers;

/// <summary>The drivers <c>messaging</c> and <c>messagingv2</c>, which send notifications over the bus to every topic.</summary>
internal sealed class MessagingDriver(MessageBus bus, NotificationFormat format, NotifierSettings settings) : INotificationDriver
{
    private readonly ConcurrentDictionary<(string Topic, NotificationPriority Priority), Destination> _destinations = new();

    public Task NotifyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel) =>
        settings.Claims is { } claims && claims.IsLarge(message.Payload.Length)
            ? NotifyStoredAsync(claims, message, priority, retry, cancel)
            : NotifyDirectlyAsync(message, priority, retry, cancel);

    /// <summary>Stores the payload and sends the notification with a reference; with the payload itself if it cannot be stored.</summary>
    private async Task NotifyStoredAsync(
        ClaimCheck claims, NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        // The payload and the context belong to the caller, which reuses their buffers when this method returns its task.
        byte[] payload = message.Payload.ToArray();
        message = message with { Context = message.Context.ToArray() };
        var reference = await claims.TryStoreAsync(PayloadKind.Notification, payload, cancel).ConfigureAwait(false);
        try
        {
            await NotifyDirectlyAsync(message with { Payload = reference?.ToJson() ?? payload }, priority, retry, cancel).ConfigureAwait(false);
        }
        catch (MessageDeliveryException notSent) when (!notSent.InDoubt && settings.Topics.Count == 1 && reference is not null)
        {
            await claims.RemoveAsync(reference).ConfigureAwait(false);
            throw;
        }
    }

    private Task NotifyDirectlyAsync(NotificationMessage message, NotificationPriority priority, int retry, CancellationToken cancel)
    {
        // The payload belongs to the caller, which reuses its buffer.
        if (settings.Topics.Count == 1)
        {
            return SendAsync(settings.Topics[0], priority, message, JsonText.CopyOf(message.Payload.Span), retry, cancel);
        }

        // A text that several messages share cannot be returned to the pool by any of them.
        byte[] shared = message.Payload.ToArray();
        var sends = new Task[settings.Topics.Count];
        for (var topic = 0; topic < sends.Length; topic++)
        {
            sends[topic] = SendAsync(settings.Topics[topic], priority, message, shared, retry, cancel);
        }

        return Task.WhenAll(sends);
    }

    private static Destination DestinationOf((string Topic, NotificationPriority Priority) to) =>
        Destination.For(ServiceKind.Notification, Target.ForTopic($"{to.Topic}.{PriorityNames.InAddress(to.Priority)}"));

    private async Task SendAsync(string topic, NotificationPriority priority, NotificationMessage message, JsonText payload, int retry, CancellationToken cancel)
    {
        using var activity = Activities.StartSend(bus.Logger, topic, bus.Host, messageId: message.MessageId);
        var measurement = Measurement.OfSend(bus.Logger, bus.Instance);
        try
        {
            var outgoing = new OutgoingMessage
            {
                Kind = MessageKind.Notification,
                Destination = _destinations.GetOrAdd((topic, priority), DestinationOf),
                Content = new NotificationContent(message, payload, format),
                Trace = Activities.Current(bus.Settings.PropagateBaggage),
            };
            await bus.SendAsync(new PendingSend(outgoing, settings.Timeout, retry), cancel).ConfigureAwait(false);
            measurement.EndSend(topic, failure: null);
        }
        catch (Exception failure)
        {
            measurement.EndSend(topic, failure);
            activity.Fail(failure);
            NotificationLog.NotSent(bus.Logger, message.EventType, topic, failure);
            throw;
        }
    }
}
