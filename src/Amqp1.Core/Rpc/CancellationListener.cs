using System.Text.Json;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Receiving;
using Amqp1.Dialects;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Rpc;

/// <summary>
/// Receives the cancellations of calls to a topic, at an address of its own, and cancels those that its server runs
/// (docs/spec/behaviour.md#cancellation). It also cancels the calls of callers that have gone. It begins when the first method asks for its
/// token, because only such methods can be cancelled. Thread-safe.
/// </summary>
internal sealed class CancellationListener : ISubscriptionOwner
{
    private const int Window = 100;

    /// <summary>The number of failures of the link after which the server gives it up.</summary>
    private const int MostFailures = 3;

    /// <summary>The time after which a failure of the link is forgotten.</summary>
    private static readonly TimeSpan FailureMemory = TimeSpan.FromMinutes(1);

    /// <summary>The time that a stream waits for the link.</summary>
    private static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(5);

    private readonly MessageBus _bus;
    private readonly Subscription _subscription;
    private readonly RunningCalls _calls;
    private readonly CallerProbes _probes;
    private readonly TaskCompletionSource _gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastFailure = long.MinValue / 2;
    private int _failures;
    private int _begun;
    private volatile bool _stopped;

    /// <param name="bus">The bus that the server listens on.</param>
    /// <param name="target">The target of the server.</param>
    /// <param name="stopped">The token that is cancelled when the server no longer waits for its methods.</param>
    public CancellationListener(MessageBus bus, Target target, CancellationToken stopped)
    {
        _bus = bus;
        _calls = new RunningCalls(bus.Deadlines, stopped) { Asked = Begin, Added = OnAdded, Hears = HearsAsync };
        _probes = new CallerProbes(bus, _calls);
        _subscription = new Subscription(
            bus.Context, this, [Destination.OfCancellations(Destination.For(ServiceKind.Rpc, target))], Window, maxConcurrent: 1, HandleAsync) { IsAuxiliary = true };
    }

    /// <summary>The calls that can be cancelled.</summary>
    public RunningCalls Calls => _calls;

    /// <summary>Stops to listen. Returns immediately.</summary>
    public void Stop()
    {
        _stopped = true;
        _gaveUp.TrySetResult();
        _probes.Stop();
        _bus.Callers.Gone -= _calls.CancelAll;
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            Detach();
        }
    }

    /// <inheritdoc />
    /// <remarks>
    /// Calls work without their cancellation, so a server whose user may not listen at the address gives it up. A failure that does not
    /// repeat itself has another reason, such as the restart of the peer.
    /// </remarks>
    public void OnLinkFailed(string reason)
    {
        var now = _bus.Time.GetTimestamp();
        var isRepeated = _bus.Time.GetElapsedTime(Interlocked.Exchange(ref _lastFailure, now), now) < FailureMemory;
        if ((isRepeated ? Interlocked.Increment(ref _failures) : Interlocked.Exchange(ref _failures, 1)) < MostFailures)
        {
            return;
        }

        _gaveUp.TrySetResult();
        RpcLog.CancellationsRefused(_bus.Logger, reason);
        Detach();
    }

    /// <inheritdoc />
    public void MakeRoom() => _bus.MakeRoom();

    /// <inheritdoc />
    public void Remove(Subscription subscription) => _bus.Remove(subscription);

    private void Begin()
    {
        if (Volatile.Read(ref _begun) == 0 && _bus.Settings.PropagateCancellation && Interlocked.Exchange(ref _begun, 1) == 0)
        {
            Callback.Run(_bus.Logger, this, static listener => listener.Listen());
        }
    }

    private void Listen()
    {
        _bus.Callers.Gone += _calls.CancelAll;
        try
        {
            _bus.Add(_subscription);
        }
        catch (ObjectDisposedException)
        {
            // The transport was stopped in the meantime.
            return;
        }

        if (_stopped)
        {
            _bus.Callers.Gone -= _calls.CancelAll;
            Detach();
        }
    }

    private async Task<bool> HearsAsync(CancellationToken cancel)
    {
        if (!_bus.Settings.PropagateCancellation)
        {
            return false;
        }

        Begin();
        try
        {
            await Task.WhenAny(_subscription.Attached, _gaveUp.Task).WaitAsync(AttachLimit, _bus.Time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return false;
        }

        return !_gaveUp.Task.IsCompleted;
    }

    private void OnAdded(Destination replyTo)
    {
        if (_bus.Settings.PropagateCancellation)
        {
            _probes.OnAdded(replyTo);
        }
    }

    private void Detach()
    {
        _subscription.StopReceiving();
        _ = _subscription.DetachAsync(TimeSpan.Zero, CancellationToken.None);
    }

    private Task HandleAsync(IncomingMessage message)
    {
        try
        {
            if (message.ReadRequest().Request is not { } request || !TryHandle(request))
            {
                message.Reject(WireFormatException.Condition, "The message is not a cancellation of calls.");
                return Task.CompletedTask;
            }

            message.Accept();
        }
        catch (JsonException)
        {
            message.Reject(WireFormatException.Condition, "The message is not a cancellation of calls.");
        }
        finally
        {
            message.Dispose();
        }

        return Task.CompletedTask;
    }

    private bool TryHandle(RpcRequest request)
    {
        if (request.Method != PartReport.Method)
        {
            return TryCancel(request.Arguments);
        }

        if (PartReport.Read(request.Arguments.Span) is not { } report)
        {
            return false;
        }

        _calls.OnTaken(report);
        return true;
    }

    /// <summary>Cancels the calls that a message names. Returns false if the message is in another form.</summary>
    private bool TryCancel(ReadOnlyMemory<byte> arguments)
    {
        var reader = new Utf8JsonReader(arguments.Span, JsonSlice.ReaderOptions);
        if (!reader.Read() || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(CallCancellation.Calls)
            || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (!reader.HasValueSequence && !reader.ValueIsEscaped && CallId.Parse(reader.ValueSpan) is { } id)
            {
                _calls.Cancel(id);
            }
        }

        return true;
    }
}
