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

    /// <summary>The time that a method runs before its server attaches a link to a caller that it has not replied to yet.</summary>
    private static readonly TimeSpan WatchDelay = TimeSpan.FromMilliseconds(50);

    private readonly MessageBus _bus;
    private readonly Subscription _subscription;
    private readonly RunningCalls _calls;
    private int _begun;
    private volatile bool _stopped;

    /// <param name="bus">The bus that the server listens on.</param>
    /// <param name="target">The target of the server.</param>
    /// <param name="stopped">The token that is cancelled when the server no longer waits for its methods.</param>
    public CancellationListener(MessageBus bus, Target target, CancellationToken stopped)
    {
        _bus = bus;
        _calls = new RunningCalls(bus.Deadlines, stopped) { Asked = Begin, Watch = Watch };
        _subscription = new Subscription(
            bus.Context, this, [Destination.OfCancellations(Destination.For(ServiceKind.Rpc, target))], Window, maxConcurrent: 1, HandleAsync) { IsAuxiliary = true };
    }

    /// <summary>The calls that can be cancelled.</summary>
    public RunningCalls Calls => _calls;

    /// <summary>Stops to listen. Returns immediately.</summary>
    public void Stop()
    {
        _stopped = true;
        _bus.Callers.Gone -= _calls.CancelAll;
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            Detach();
        }
    }

    /// <inheritdoc />
    /// <remarks>Calls work without their cancellation, so a server whose user may not listen at the address gives it up.</remarks>
    public void OnLinkFailed(string reason)
    {
        RpcLog.CancellationsRefused(_bus.Logger, reason);
        Detach();
    }

    /// <inheritdoc />
    public void MakeRoom() => _bus.MakeRoom();

    /// <inheritdoc />
    public void Remove(Subscription subscription) => _bus.Remove(subscription);

    private void Begin()
    {
        if (Volatile.Read(ref _begun) == 0 && _bus.CarriesCancellations && Interlocked.Exchange(ref _begun, 1) == 0)
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

    /// <summary>
    /// Plans to attach the link to a caller, because a router tells on this link when the caller has gone. A method that ends soon does not
    /// need it, and a caller that has got a reply has the link already.
    /// </summary>
    private DelayedWork? Watch(Destination replyTo)
    {
        if (!_bus.CarriesCancellations || _bus.Callers.Has(replyTo))
        {
            return null;
        }

        var watch = new DelayedWork(() => _bus.Callers.Watch(replyTo), _bus.Logger);
        _bus.Deadlines.Add(watch, WatchDelay);
        return watch;
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
            if (message.ReadRequest().Request is not { } request || !TryCancel(request.Arguments))
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
