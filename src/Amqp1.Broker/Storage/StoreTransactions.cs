using System.Diagnostics;
using System.Runtime.InteropServices;
using Amqp1.Broker.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Storage;

/// <summary>
/// Writes operations in transactions and reports their results. While the engine cannot write, new messages are refused. Changes of stored
/// messages wait and are repeated: their consumers have settled the messages, so they cannot be refused. Used by the thread of the store.
/// </summary>
internal sealed class StoreTransactions(IStoreEngine engine, StoreBacklog backlog, IStoreListener listener, TimeProvider time, ILogger logger)
    : IDisposable
{
    private const int MostOperations = 4096;
    private const long MostBytes = 8 * 1024 * 1024;
    private readonly StoreRetry _retry = new(time, backlog);
    private List<StoreOperation> _repeated = [];

    /// <summary>Writes the operations of one transaction. Returns their number.</summary>
    public int Write(List<StoreOperation> operations, int from)
    {
        var slice = CollectionsMarshal.AsSpan(operations)[from..];
        slice = slice[..CountOf(slice)];
        var results = new List<StoreResult>(slice.Length);
        if ((backlog.Failure ?? TryCommit(slice)) is { } failure)
        {
            SetFailure(failure);
            Refuse(slice, failure, results);
        }
        else
        {
            Succeed(slice, results);
        }

        Report(results);
        return slice.Length;
    }

    /// <summary>Repeats what could not be written, if it is time to.</summary>
    public void RetryIfDue()
    {
        if (!_retry.TakeDue())
        {
            return;
        }

        var results = new List<StoreResult>(_repeated.Count);
        if ((TryRepeat(results) ?? Attempt(engine.Probe)) is { } failure)
        {
            SetFailure(failure);
        }
        else
        {
            backlog.SetFailure(null);
            logger.StoreRecovered(engine.Name);
        }

        Report(results);
    }

    /// <summary>Does a piece of the work that the engine has put off. Returns whether there is more to do.</summary>
    public bool Tidy()
    {
        var more = false;
        return backlog.Failure is null && Attempt(() => more = engine.Tidy()) is null && more;
    }

    /// <summary>Repeats what could not be written a last time, and reports the rest as failed.</summary>
    public void Close(bool abandoned)
    {
        var results = new List<StoreResult>(_repeated.Count);
        if (!abandoned && TryRepeat(results) is { } failure)
        {
            results.AddRange(_repeated.Select(operation => operation.Fail(failure)));
            logger.StoreClosedWithLoss(engine.Name, _repeated.Count, failure.Text);
        }

        _repeated.ForEach(operation => operation.Flushed?.TrySetResult());
        Report(results);
    }

    /// <summary>Stops the timer.</summary>
    public void Dispose() => _retry.Dispose();

    private static int CountOf(ReadOnlySpan<StoreOperation> operations)
    {
        var bytes = 0L;
        var count = 0;
        while (count < operations.Length && count < MostOperations && bytes < MostBytes)
        {
            bytes += operations[count++].Cost;
        }

        return count;
    }

    private StoreFailure? TryCommit(ReadOnlySpan<StoreOperation> operations)
    {
        var writes = 0;
        foreach (ref readonly var operation in operations)
        {
            writes += operation.IsWrite ? 1 : 0;
        }

        if (writes == 0)
        {
            return null;
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            engine.Begin();
            foreach (ref readonly var operation in operations)
            {
                if (operation.IsWrite)
                {
                    engine.Apply(operation);
                }
            }

            engine.Commit();
        }
        catch (StoreException exception)
        {
            return Attempt(engine.Rollback) ?? exception.Failure;
        }

        StoreMetrics.CountCommit(logger, Stopwatch.GetElapsedTime(started), writes);
        return null;
    }

    private void Succeed(ReadOnlySpan<StoreOperation> operations, List<StoreResult> results)
    {
        foreach (ref readonly var operation in operations)
        {
            operation.Flushed?.TrySetResult();
            if (operation.Reader is not null)
            {
                results.Add(Read(operation));
            }
            else if (operation.Done is not null)
            {
                results.Add(operation.Succeed());
            }
        }
    }

    private void Refuse(ReadOnlySpan<StoreOperation> operations, StoreFailure failure, List<StoreResult> results)
    {
        // After a failed attempt, the next one is made by the timer.
        var repeatsNow = _repeated.Count == 0;
        foreach (ref readonly var operation in operations)
        {
            if (operation.IsRepeated)
            {
                _repeated.Add(operation);
            }
            else if (operation.Reader is not null)
            {
                results.Add(Read(operation));
            }
            else if (operation.Done is not null)
            {
                results.Add(operation.Fail(failure));
            }
        }

        if (repeatsNow)
        {
            TryRepeat(results);
        }
    }

    private StoreFailure? TryRepeat(List<StoreResult> results)
    {
        var operations = CollectionsMarshal.AsSpan(_repeated);
        if (TryCommit(operations) is { } failure)
        {
            return failure;
        }

        Succeed(operations, results);
        _repeated = [];
        return null;
    }

    private StoreResult Read(in StoreOperation operation)
    {
        try
        {
            return new StoreResult(null, operation.Reader, engine.Read(operation.Range), null);
        }
        catch (StoreException exception)
        {
            logger.StoreNotRead(exception, engine.Name, exception.Failure.Text);
            return operation.Fail(exception.Failure);
        }
    }

    private void SetFailure(StoreFailure failure)
    {
        if (backlog.Failure?.Text != failure.Text)
        {
            logger.StoreFailed(engine.Name, failure.Text);
        }

        backlog.SetFailure(failure);
        _retry.Start();
    }

    private void Report(List<StoreResult> results)
    {
        if (results.Count > 0)
        {
            listener.OnCompleted(results);
        }
    }

    private static StoreFailure? Attempt(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (StoreException exception)
        {
            return exception.Failure;
        }
    }
}
