namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Remembers what was declared on a connection, so that it is declared only once. Thread-safe.</summary>
internal sealed class DeclarationCache
{
    /// <summary>The number of entries. If there are more, all of them are forgotten, which costs only repeated declarations.</summary>
    private const int MaxEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, Task> _declared = [];

    /// <summary>Declares something, unless that was done or is being done. What failed is declared again.</summary>
    /// <param name="key">Identifies the declaration.</param>
    /// <param name="again">Whether to declare it again although it was declared before, because it may have been deleted.</param>
    /// <param name="declare">
    /// Declares it. Its time is limited by the management client, and not by those who wait for it, because there may be several.
    /// </param>
    public Task DeclareAsync(object key, bool again, Func<Task> declare)
    {
        lock (_gate)
        {
            if (_declared.TryGetValue(key, out var known) && (!known.IsCompleted || (known.IsCompletedSuccessfully && !again)))
            {
                return known;
            }

            if (_declared.Count >= MaxEntries)
            {
                _declared.Clear();
            }

            // Another thread declares, because no code of others may run under the lock.
            var declaring = AbandonedTask.Observe(Task.Run(declare));
            _declared[key] = declaring;
            return declaring;
        }
    }

    /// <summary>Forgets a declaration, because it was deleted.</summary>
    public void Remove(object key)
    {
        lock (_gate)
        {
            _declared.Remove(key);
        }
    }
}
