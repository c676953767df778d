using Amqp1.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Logs once for each exchange and queue of a bus that it differs from its declaration. A reconnect does not repeat the record. Thread-safe.
/// </summary>
internal sealed class AdoptionLog(ILogger logger)
{
    /// <summary>The number of names that are remembered. If there are more, the records of all of them may be repeated.</summary>
    private const int MaxNames = 1000;

    private readonly SafeLogger _logger = SafeLogger.Wrap(logger);
    private readonly Lock _gate = new();
    private readonly HashSet<(string Kind, string Name)> _logged = [];

    public void Write(string kind, string name, IReadOnlyList<PropertyDifference> differences)
    {
        lock (_gate)
        {
            if (_logged.Count >= MaxNames)
            {
                _logged.Clear();
            }

            if (!_logged.Add((kind, name)))
            {
                return;
            }
        }

        TopologyLog.Adopted(_logger, kind, PeerText.Clean(name), string.Join(", ", differences), DeclarationErrors.AdviceFor(differences));
    }

    public void ReplyQueueInUse(string queue) => TopologyLog.ReplyQueueInUse(_logger, queue);
}
