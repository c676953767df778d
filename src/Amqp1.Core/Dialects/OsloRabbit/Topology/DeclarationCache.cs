namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>Remembers the objects that were declared on a connection, so that each is declared only once. Thread-safe.</summary>
internal sealed class DeclarationCache
{
    /// <summary>The number of entries. If there are more, all of them are forgotten, which costs only repeated declarations.</summary>
    private const int MaxEntries = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, Task> _declared = [];

    /// <summary>Declares an object, unless it was declared or is being declared. A failed declaration is repeated.</summary>
    /// <param name="key">Identifies the declaration.</param>
    /// <param name="again">Whether to declare it again although it was declared before, because it may have been deleted.</param>
    /// <param name="declare">
    /// Declares the object. The management client limits the time of the declaration, not its callers, because there may be several.
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

            // The declaration runs on another thread, because no foreign code may run under the lock.
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
