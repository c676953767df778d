using System.Diagnostics.CodeAnalysis;

namespace Amqp1.Broker.Storage;

/// <summary>The copies of a store that were requested. They are written one after another, in steps between the transactions.</summary>
internal sealed class StoreBackups(IStoreEngine engine, StoreBacklog backlog)
{
    private readonly Lock _gate = new();
    private readonly Queue<Request> _requests = [];
    private int _admitted;
    private bool _closed;
    private Request? _current;
    private IStoreBackup? _backup;

    /// <summary>Requests a copy. Any thread may call this method.</summary>
    public Task RequestAsync(string path, CancellationToken cancel)
    {
        var request = new Request(path, cancel);
        lock (_gate)
        {
            if (_closed)
            {
                return Task.FromException(new StoreException(new StoreFailure(StoreFailureKind.Closed, "The store is closed.")));
            }

            _requests.Enqueue(request);
        }

        backlog.Signal();
        return request.Done.Task;
    }

    /// <summary>
    /// Admits the copies that were requested so far. The writer then writes what was handed over before the requests, so that the copies
    /// contain it.
    /// </summary>
    public void Admit()
    {
        lock (_gate)
        {
            _admitted = _requests.Count;
        }
    }

    /// <summary>Writes a piece. Returns whether more is to do. Called by the thread of the store.</summary>
    public bool Step()
    {
        if (_current is null && !TryStart(out _current, onlyAdmitted: true))
        {
            return false;
        }

        try
        {
            _current.Cancel.ThrowIfCancellationRequested();
            _backup ??= engine.StartBackup(_current.Path);
            if (_backup.Step())
            {
                End().Done.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            var ended = End();
            ended.Done.TrySetCanceled(ended.Cancel);
        }
        catch (StoreException exception)
        {
            End().Done.TrySetException(exception);
        }

        return true;
    }

    /// <summary>Ends the requests of a store that closes.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _closed = true;
        }

        while (_current is not null || TryStart(out _current, onlyAdmitted: false))
        {
            End().Done.TrySetException(new StoreException(new StoreFailure(StoreFailureKind.Closed, "The store was closed during a backup.")));
        }
    }

    private bool TryStart([NotNullWhen(true)] out Request? request, bool onlyAdmitted)
    {
        lock (_gate)
        {
            request = null;
            if (onlyAdmitted && _admitted == 0)
            {
                return false;
            }

            _admitted--;
            return _requests.TryDequeue(out request);
        }
    }

    private Request End()
    {
        var ended = _current!;
        _current = null;
        _backup?.Dispose();
        _backup = null;
        return ended;
    }

    private sealed record Request(string Path, CancellationToken Cancel)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
