using Amqp1.Broker.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Turns;

/// <summary>
/// Gives out turns under one lock, which guards the nodes and the protocol state of every connection. A read loop takes a turn for the
/// frames of one read, or for as many of them as <see cref="Turns.Chores"/> allows. System calls are made outside the lock, so it is held for about
/// a microsecond per message.
/// </summary>
internal sealed class TurnScheduler
{
    private readonly List<ITurnEnd>[] _ends = [[], [], []];
    private readonly List<ITurnOutput> _outputs = [];

    public TurnScheduler(ILogger logger)
    {
        Log = new TurnLogger(logger, Gate.Lock);
        Chores = new Chores(this);
    }

    public TurnGate Gate { get; } = new();

    /// <summary>The logger of the broker. Entries that are logged in a turn are written after the turn.</summary>
    public TurnLogger Log { get; }

    /// <summary>The work that takes several turns, and the limit of a turn.</summary>
    public Chores Chores { get; }

    /// <summary>
    /// Takes the lock for a turn. If <paramref name="written"/> is given, the outputs that the turn wrote to are added to it, and the
    /// caller sends them after it has released the lock. Otherwise other threads send them.
    /// </summary>
    public Turn Enter(List<ITurnOutput>? written = null) => new(this, written);

    /// <summary>
    /// Runs the work in a turn of its own on a thread of the pool. It may be called by any thread, in a turn or not, and never blocks. This
    /// is how code that ran outside the lock, such as input and output, comes back. An exception of the work is logged.
    /// </summary>
    public void Post(Action work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static posted => posted.Turns.Run(posted.Work), (Turns: this, Work: work), preferLocal: false);

    /// <summary>Calls <see cref="ITurnEnd.OnTurnEnd"/> at the end of this turn. Call at most once a turn for each object.</summary>
    public void AtEnd(TurnEndStage stage, ITurnEnd work) => _ends[(int)stage].Add(work);

    /// <summary>Registers an output with unsent bytes. Call at most once a turn for each output.</summary>
    public void AtEnd(ITurnOutput output) => _outputs.Add(output);

    /// <summary>
    /// Ends a turn under the lock: writes the collected information in as few frames as possible, and has the output sent or added to
    /// <paramref name="written"/>.
    /// </summary>
    public void End(List<ITurnOutput>? written)
    {
        foreach (var stage in _ends)
        {
            // The loop only writes frames and log entries; it adds nothing to these lists.
            foreach (var work in stage)
            {
                work.OnTurnEnd();
            }

            stage.Clear();
        }

        foreach (var output in _outputs)
        {
            output.OnTurnEnd();
            if (written is null)
            {
                output.Flush();
            }
        }

        written?.AddRange(_outputs);
        _outputs.Clear();
        Chores.EndTurn();
    }

    private void Run(Action work)
    {
        try
        {
            using (Enter())
            {
                work();
            }
        }
#pragma warning disable CA1031 // A defect of the broker must not end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ChoreFailed(exception);
        }
    }
}
