using Amqp1.Addressing;
using Amqp1.Bus.Sending;
using Amqp1.Dialects;

namespace Amqp1.Bus;

/// <summary>The links on which this process replies to callers, apart from the replies. Thread-safe.</summary>
internal sealed class CallerLinks(SenderCache senders, Func<IDialect?> dialect)
{
    /// <summary>
    /// Raised with the reply address of a caller that has gone, on the pump. The caller will never receive a reply. Handlers must not throw.
    /// </summary>
    public event Action<Destination>? Gone;

    /// <summary>Attaches the link to a reply address before there is a reply, so that <see cref="Gone"/> can be raised.</summary>
    public void Watch(Destination replyTo) => senders.Watch(replyTo);

    /// <summary>
    /// Attaches the link to a reply address again, if that is how the peer tells that the address has been deleted. Returns false if it is not.
    /// Nothing happens while messages are in progress there.
    /// </summary>
    public bool TryAttachAgain(Destination replyTo)
    {
        if (dialect()?.AcceptsForDeletedNodes != true)
        {
            return false;
        }

        senders.Release(replyTo);
        senders.Watch(replyTo);
        return true;
    }

    /// <summary>Returns whether there is a link to a reply address.</summary>
    public bool Has(Destination replyTo) => senders.HasLinkTo(replyTo);

    /// <summary>Returns whether a router has never given credit for a reply address, because nobody receives there.</summary>
    public bool IsUnread(Destination replyTo) => senders.IsUnread(replyTo);

    /// <summary>Whether less than half of the links to reply addresses are in use, so that some may be held without a reply.</summary>
    public bool HasRoom => senders.HasRoomForReplies;

    /// <summary>Detaches the link to a reply address that is not used again, unless messages wait there.</summary>
    public void Release(Destination replyTo) => senders.Release(replyTo);

    /// <summary>Reports that a caller has gone.</summary>
    public void OnGone(Destination replyTo) => Gone?.Invoke(replyTo);
}
