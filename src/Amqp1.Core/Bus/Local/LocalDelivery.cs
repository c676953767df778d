using System.Collections.Immutable;
using Amqp1.Addressing;

namespace Amqp1.Bus.Local;

/// <summary>
/// Delivers messages that a stopping process sends to itself. The servers and listeners of the process no longer receive messages from the
/// peer, so that other processes handle new work, but they continue to serve the work in progress in this process.
/// </summary>
/// <remarks>
/// All buses of a host share one instance, because a request may arrive over one bus and be served over another. The senders of these
/// buses use the instance only after the first subscription was added, so it does not cost anything before a stop. Thread-safe.
/// </remarks>
internal sealed class LocalDelivery
{
    private readonly Lock _gate = new();
    private ImmutableArray<ILocalSender> _buses = [];
    private volatile ILocalReceiver[] _links = [];
    private volatile bool _isHurried;

    /// <summary>
    /// Whether notifications are handed over at once. If false, a notification first waits briefly for another listener.
    /// </summary>
    public bool IsHurried => _isHurried;

    /// <summary>Lets a bus of this process send to the added subscriptions.</summary>
    public void Add(ILocalSender bus)
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

    /// <summary>Lets this process deliver its messages to a subscription that has stopped receiving.</summary>
    /// <param name="links">The links of the subscription.</param>
    public void Add(IEnumerable<ILocalReceiver> links)
    {
        ImmutableArray<ILocalSender> buses;
        lock (_gate)
        {
            _links = [.. _links, .. links];
            buses = _buses;
        }

        foreach (var bus in buses)
        {
            bus.UseLocalDelivery(this);
        }
    }

    /// <summary>Hands over all waiting messages at once, because the process is about to close its connections.</summary>
    public void Hurry()
    {
        _isHurried = true;
        Pump();
    }

    /// <summary>
    /// Returns the link that serves a destination in this process, or null if there is none or if other servers must get the message as
    /// well.
    /// </summary>
    /// <param name="sender">The bus that sends.</param>
    /// <param name="destination">The destination of the message.</param>
    public ILocalReceiver? Find(ILocalSender sender, Destination destination)
    {
        if (destination.ReplyAddress is not null || destination.Pattern == Pattern.Fanout || sender.IdentityOf(destination) is not { } identity)
        {
            return null;
        }

        foreach (var link in _links)
        {
            if (link.Identity == identity && link.IsStopping && link.Network == sender.Network)
            {
                return link;
            }
        }

        return null;
    }

    /// <summary>Returns whether this process sent the request with this reply address.</summary>
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
