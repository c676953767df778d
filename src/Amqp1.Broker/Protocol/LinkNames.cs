namespace Amqp1.Broker.Protocol;

/// <summary>
/// The attached links by their identity: owner, name, and direction. If a peer attaches a link again, the new link replaces the existing
/// one, which is detached as stolen (AMQP 1.0 part 2, section 2.6.1). Used in a turn.
/// </summary>
internal sealed class LinkNames
{
    private readonly Dictionary<(LinkOwner Owner, string Name, bool FromReceiver), Link> _links = [];

    public int Count => _links.Count;

    /// <summary>Returns the link that a new link with this identity replaces; null if there is none.</summary>
    public Link? Find(LinkOwner owner, string name, bool fromReceiver) => _links.GetValueOrDefault((owner, name, fromReceiver));

    public void Add(Link link) => _links[KeyOf(link)] = link;

    public void Remove(Link link)
    {
        var key = KeyOf(link);
        if (_links.TryGetValue(key, out var current) && current == link)
        {
            _links.Remove(key);
        }
    }

    private static (LinkOwner Owner, string Name, bool FromReceiver) KeyOf(Link link) =>
        (link.Session.Connection.LinkOwner, link.Name, link is OutgoingLink);
}
