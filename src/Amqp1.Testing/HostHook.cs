using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Testing;

/// <summary>
/// Gets the host that a program builds, by the diagnostic events of .NET's host builders. Only the program that this hook runs is observed,
/// so that tests may run in parallel.
/// </summary>
internal sealed class HostHook : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<HostHook?> Current = new();

    private readonly TaskCompletionSource<IHost> _built = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<IHostBuilder> _configure;
    private readonly IDisposable _listeners;
    private readonly List<IDisposable> _events = [];
    private readonly Lock _gate = new();
    private bool _isAbandoned;

    public HostHook(Action<IHostBuilder> configure)
    {
        _configure = configure;
        _listeners = DiagnosticListener.AllListeners.Subscribe(this);
    }

    /// <summary>A task that completes with the host when the program has built it.</summary>
    public Task<IHost> Built => _built.Task;

    /// <summary>
    /// Runs a program on its own thread, which it may block. The task completes when the program has ended, with the exception of the
    /// program if it threw one.
    /// </summary>
    public Task Run(Action program)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            Current.Value = this;
            try
            {
                program();
                ended.SetResult();
            }
#pragma warning disable CA1031 // The task fails with any exception of the program.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                ended.SetException(failure);
            }
            finally
            {
                Unsubscribe();
            }
        })
        {
            IsBackground = true,
            Name = nameof(TestedProgram),
        };
        thread.Start();
        return ended.Task;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            var subscription = value.Subscribe(this);
            lock (_gate)
            {
                _events.Add(subscription);
            }
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
        {
            return;
        }

        lock (_gate)
        {
            if (_isAbandoned)
            {
                throw new NotWantedException();
            }

            if (value is { Key: "HostBuilt", Value: IHost host })
            {
                _built.TrySetResult(host);
            }
        }

        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            _configure(builder);
        }
    }

    /// <summary>Prevents the build of a host that is not built yet, because it would not be connected to the test router.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isAbandoned = true;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Unsubscribe()
    {
        _listeners.Dispose();
        lock (_gate)
        {
            _events.ForEach(subscription => subscription.Dispose());
        }
    }

    /// <summary>The exception that ends a program whose host is no longer awaited.</summary>
    internal sealed class NotWantedException() : Exception("The test no longer waits for the host.");
}
