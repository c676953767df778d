using Amqp1.Broker.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Amqp1.Broker.Storage;

/// <summary>Writes the backlog of a store to its engine, on a thread of its own, because an engine blocks.</summary>
internal sealed class StoreWriter : IAsyncDisposable
{
    private readonly IStoreEngine _engine;
    private readonly StoreBacklog _backlog;
    private readonly ILogger _logger;
    private readonly StoreTransactions _transactions;
    private readonly StoreBackups _backups;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private List<StoreOperation> _spare = [];
    private volatile bool _abandoned;

    public StoreWriter(IStoreEngine engine, StoreBacklog backlog, IStoreListener listener, TimeProvider time, ILogger logger)
    {
        _engine = engine;
        _backlog = backlog;
        _logger = logger;
        _transactions = new StoreTransactions(engine, backlog, listener, time, logger);
        _backups = new StoreBackups(engine, backlog);
        StoreMetrics.Add(engine);
        backlog.Signal();
        new Thread(Run) { IsBackground = true, Name = "amqp1-store" }.Start();
    }

    public Task BackUpAsync(string path, CancellationToken cancel) => _backups.RequestAsync(path, cancel);

    /// <summary>Writes the rest of the backlog and closes the engine.</summary>
    public async ValueTask DisposeAsync()
    {
        _backlog.Close();
        await _stopped.Task.ConfigureAwait(false);
    }

    /// <summary>Closes the engine without writing the rest of the backlog, as a crash would. For tests.</summary>
    public ValueTask AbandonAsync()
    {
        _abandoned = true;
        return DisposeAsync();
    }

    private void Run()
    {
        bool closed;
        do
        {
            _backlog.WaitForWork();
            closed = _backlog.IsClosed;
            Guarded(Work);
        }
        while (!closed);
        Guarded(Close);
        _stopped.SetResult();
    }

    private void Work()
    {
        if (_abandoned)
        {
            return;
        }

        _transactions.RetryIfDue();
        _backups.Admit();
        var taken = _backlog.Take(_spare);
        for (var from = 0; from < taken.Count;)
        {
            from += _transactions.Write(taken, from);
        }

        taken.Clear();
        _spare = taken;
        if (_backups.Step() | _transactions.Tidy())
        {
            _backlog.Signal();
        }
    }

    private void Close()
    {
        _backups.Abandon();
        _transactions.Close(_abandoned);
        _transactions.Dispose();
        try
        {
            if (_abandoned)
            {
                _engine.Abandon();
            }
        }
        finally
        {
            StoreMetrics.Remove(_engine);
            _engine.Dispose();
        }
    }

    private void Guarded(Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // A defect of the store must not end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger.StoreDefect(exception, _engine.Name);
        }
    }
}
