using Amqp1.Bus;
using Amqp1.Bus.Receiving;
using Microsoft.Extensions.Logging;

namespace Amqp1.Notifications.Receiving;

/// <summary>The links and the batches of a topic whose notifications are handled in batches.</summary>
internal sealed class BatchIntake : IDisposable
{
    private readonly ILogger _logger;
    private readonly string? _instance;
    private readonly IReadOnlyList<NotificationEndpointDescriptor> _endpoints;
    private readonly RedeliveryLimit? _limit;
    private readonly StoredPayloads? _payloads;

    public BatchIntake(
        MessageBus bus,
        BatchPlan plan,
        NotificationListenerSettings settings,
        RedeliveryLimit? limit,
        StoredPayloads? payloads,
        Func<IReadOnlyList<ReceivedNotification>, Task> dispatch)
    {
        _logger = bus.Logger;
        _instance = bus.Instance;
        _endpoints = plan.Endpoints;
        _limit = limit;
        _payloads = payloads;
        Batches = new BatchCollector<ReceivedNotification>(plan.Size, plan.Timeout, bus.Time, dispatch, static received => received.Message.Release());

        // All notifications of a batch are unsettled until it is handled. With a smaller window, the batch would never become full.
        Subscription = new Subscription(
            bus.Context,
            bus,
            plan.Topics.Select(topic => topic.Destination),
            Math.Max(settings.Credit, plan.Size),
            settings.MaxConcurrent,
            TakeAsync);
    }

    public Subscription Subscription { get; }

    public BatchCollector<ReceivedNotification> Batches { get; }

    public void Dispose() => Batches.Dispose();

    private async Task TakeAsync(IncomingMessage message)
    {
        if (ReceivedNotification.Read(message, _endpoints, _logger, _instance) is not { } received)
        {
            return;
        }

        if (_payloads is not null && StoredPayloads.IsIn(received))
        {
            // The batch keeps the payload for a time that is not known here, so that its array is left to the garbage collector.
            var (opened, _) = await _payloads.OpenAsync(received).ConfigureAwait(false);
            if (opened is null)
            {
                return;
            }

            received = opened;
        }

        if (!(_limit is not null && await _limit.EndEarlyAsync(received).ConfigureAwait(false)))
        {
            Batches.Add(received, isOwn: message.IsHandedOver);
        }
    }
}
