using Amqp1.Cli.Management;
using Amqp1.Embedded.Load;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>
/// The messages of a queue of qpidd that consumers have received and not settled. The broker counts them for a session, and for a queue only
/// if its consumers use AMQP 0-10.
/// </summary>
internal sealed class QpidConsumers
{
    private readonly Dictionary<string, long> _unsettledOf;
    private readonly ILookup<string, string> _sourcesOf;
    private readonly ILookup<string, string> _sessionsOf;

    /// <summary>Reads the sessions and their links.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="links">The incoming and outgoing links.</param>
    public QpidConsumers(IReadOnlyList<ManagementRow> sessions, IReadOnlyList<ManagementRow> links)
    {
        var outgoing = links.Select(link => (Session: link.Text("sessionRef") ?? "", Source: link.Text("source") ?? "")).Where(link => link.Source.Length > 0).Distinct().ToArray();
        _unsettledOf = sessions.GroupBy(session => session.Text(QmfObjects.IdAttribute) ?? "", StringComparer.Ordinal)
            .ToDictionary(session => session.Key, session => session.Sum(part => part.Number("unackedMessages") ?? 0), StringComparer.Ordinal);
        _sourcesOf = outgoing.ToLookup(link => link.Session, link => link.Source, StringComparer.Ordinal);
        _sessionsOf = outgoing.ToLookup(link => link.Source, link => link.Session, StringComparer.Ordinal);
    }

    /// <summary>Returns the number of unsettled messages of a queue, and the largest number that is possible.</summary>
    public (long Unsettled, long Most) Of(ManagementRow queue)
    {
        var depth = queue.Number("msgDepth") ?? 0;
        string[] sessions = [.. _sessionsOf[queue.Text("name") ?? ""]];
        var held = Math.Min(depth, sessions.Sum(session => _unsettledOf.GetValueOrDefault(session)));
        if (sessions.Length > 0 && Array.TrueForAll(sessions, session => _sourcesOf[session].Count() == 1))
        {
            return (held, held);
        }

        // Sessions with several queues are not told apart. The counters of the queue tell it, unless messages were moved to another queue:
        // they have left without a consumer, as expired ones have, but are not counted.
        var delivered = (queue.Number("acquires") ?? 0) - (queue.Number("releases") ?? 0);
        var settled = (queue.Number("msgTotalDequeues") ?? 0) - (queue.Number("discardsTtl") ?? 0);
        var unsettled = Math.Clamp(delivered - settled, 0, sessions.Length > 0 ? held : depth);
        return (unsettled, sessions.Length > 0 ? held : unsettled);
    }
}
