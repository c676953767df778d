using Amqp1.Addressing;
using Amqp1.Bus.Sending;

namespace Amqp1.Bus;

/// <summary>The links on which this process replies to callers, apart from the replies. Thread-safe.</summary>
internal sealed class CallerLinks(SenderCache senders)
{
    /// <summary>
    /// Raised with the reply address of a caller that has gone, on the pump. The caller will never receive a reply. Handlers must not throw.
    /// </summary>
    public event Action<Destination>? Gone;

    /// <summary>Attaches the link to a reply address before there is a reply, so that <see cref="Gone"/> can be raised.</summary>
    public void Watch(Destination replyTo) => senders.Watch(replyTo);

    /// <summary>Returns whether there is a link to a reply address.</summary>
    public bool Has(Destination replyTo) => senders.HasLinkTo(replyTo);

    /// <summary>Detaches the link to a reply address that is not used again, unless messages wait there.</summary>
    public void Release(Destination replyTo) => senders.Release(replyTo);

    /// <summary>Reports that a caller has gone.</summary>
    public void OnGone(Destination replyTo) => Gone?.Invoke(replyTo);
}
