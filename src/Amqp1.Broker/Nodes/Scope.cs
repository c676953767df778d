using Amqp1.Broker.Turns;

namespace Amqp1.Broker.Nodes;

/// <summary>
/// The life of a session or connection, for subscriptions that have lost their link and expire with it. Its end is reported over several
/// turns if many wait for it. Used in a turn.
/// </summary>
internal sealed class Scope(Chores chores) : IChore
{
    private HashSet<IScopeWatcher>? _watchers;

    public bool IsOver { get; private set; }

    /// <summary>Adds a watcher, while the scope is not over.</summary>
    public void Add(IScopeWatcher watcher) => (_watchers ??= []).Add(watcher);

    /// <summary>Removes a watcher. Does nothing if it is not one.</summary>
    public void Remove(IScopeWatcher watcher) => _watchers?.Remove(watcher);

    /// <summary>Reports the end.</summary>
    public void End()
    {
        if (!IsOver)
        {
            IsOver = true;
            chores.Do(this);
        }
    }

    bool IChore.Continue()
    {
        while (_watchers is { Count: > 0 } watchers)
        {
            if (!chores.Spend())
            {
                return false;
            }

            var watcher = watchers.First();
            watchers.Remove(watcher);
            watcher.OnScopeEnded();
        }

        return true;
    }
}
