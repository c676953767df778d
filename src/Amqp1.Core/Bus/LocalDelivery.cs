using System.Collections.Immutable;
using Amqp1.Addressing;

namespace Amqp1.Bus;

/// <summary>
/// Hands over what a stopping process sends to itself. Its servers and listeners take nothing from the peer any more, so that other processes
/// get the work of others, but they go on serving the work that is still under way in this process.
/// </summary>
/// <remarks>
/// One object belongs to all buses of a host, because a request may come in over one of them and be served over another. The senders of these
/// buses ask for it only after the first subscription was added, so it costs nothing before a stop. Thread-safe.
/// </remarks>
internal sealed class LocalDelivery
{
    private readonly Lock _gate = new();
    private ImmutableArray<MessageBus> _buses = [];
    private volatile SubscriptionLink[] _links = [];
    private volatile bool _isHurried;

    /// <summary>
    /// Whether notifications are handed over at once. Before that, a notification that another listener takes within a moment goes to that one.
    /// </summary>
    public bool IsHurried => _isHurried;

    /// <summary>Lets a bus of this process send to the subscriptions that are added.</summary>
    public void Add(MessageBus bus)
    {
        lock (_gate)
        {
            _buses = _buses.Add(bus);
            if (_links.Length == 0)
            {
                return;
            }
        }

        bus.UseLocalDelivery(this);
    }

    /// <summary>Hands messages of this process to a subscription that has stopped receiving.</summary>
    public void Add(Subscription subscription)
    {
        ImmutableArray<MessageBus> buses;
        lock (_gate)
        {
            _links = [.. _links, .. subscription.Links];
            buses = _buses;
        }

        foreach (var bus in buses)
        {
            bus.UseLocalDelivery(this);
        }
    }

    /// <summary>Hands over at once whatever waits, because the process is about to close its connections.</summary>
    public void Hurry()
    {
        _isHurried = true;
        Pump();
    }

    /// <summary>The link that serves a destination in this process; null when there is none, or when others have to get the message as well.</summary>
    /// <param name="sender">The bus that sends.</param>
    /// <param name="destination">Where the message goes.</param>
    public SubscriptionLink? Find(MessageBus sender, Destination destination)
    {
        if (destination.ReplyAddress is not null || destination.Pattern == Pattern.Fanout || sender.AddressOf(destination) is not { } address)
        {
            return null;
        }

        foreach (var link in _links)
        {
            if (link.Address == address && link.IsStopping && link.Network == sender.Network)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>Whether a request with this reply address was sent by this process.</summary>
    public bool IsOwn(string? replyTo) => !string.IsNullOrEmpty(replyTo) && _buses.Any(bus => bus.ReplyAddress == replyTo);

    /// <summary>Lets all senders try again, because a subscription has become available or has room again.</summary>
    public void Pump()
    {
        foreach (var bus in _buses)
        {
            bus.PumpSenders();
        }
    }
}
