using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>
/// Sends the items of a method to the reader of a stream, one in each message. At most <see cref="PartAcceptance.MaxWindow"/> messages are sent that the reader
/// has not taken (docs/spec/streams.md). While the method yields nothing, empty messages find out whether there is still a reader. One
/// method uses it; the outcomes of messages may be reported on any thread.
/// </summary>
/// <param name="bus">The bus on which the request arrived.</param>
/// <param name="replyTo">The reply address of the reader.</param>
/// <param name="correlationId">The ID of the request.</param>
/// <param name="due">The time stamp of the deadline of the stream; null for none.</param>
/// <param name="cancellation">The cancellation of the request. It is abandoned when the reader has gone.</param>
/// <param name="reported">The messages that the reader has not reported as taken.</param>
#pragma warning disable CA1001 // A semaphore without a wait handle holds nothing to dispose.
internal sealed class ReplyStream(MessageBus bus, Destination replyTo, object? correlationId, long? due, RequestCancellation cancellation, ReportedWindow reported)
#pragma warning restore CA1001
{
    /// <summary>The time in which a reader must take a message, unless the deadline of the stream comes first.</summary>
    private static readonly TimeSpan TakeLimit = TimeSpan.FromHours(1);

    /// <summary>The interval at which an idle stream sends an empty message.</summary>
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _room = new(PartAcceptance.MaxWindow);
    private readonly SemaphoreSlim _turn = new(1);
    private long _sent;
    private volatile bool _wasBusy;
    private volatile bool _isOver;
    private Exception? _failure;

    /// <summary>The place of the message that ends the stream; null before the method has ended, and if the method is not a stream.</summary>
    public ReplyPart? End { get; private set; }

    /// <summary>
    /// Sends all items. Completes when the reader has taken them. Throws the exception of the method when the reader has taken the items
    /// before it.
    /// </summary>
    /// <exception cref="MessagingException">A message was not delivered.</exception>
    /// <exception cref="OperationCanceledException">The request was cancelled, or its reader has gone.</exception>
    public async ValueTask SendAsync<T>(IAsyncEnumerable<T> items, JsonTypeInfo<T> json)
    {
        var end = cancellation.Token;
        Exception? thrown = null;
        var probe = StartProbes();
        try
        {
            await reported.BeginAsync(end).ConfigureAwait(false);
            await foreach (var item in items.WithCancellation(end).ConfigureAwait(false))
            {
                await reported.EnterAsync(end).ConfigureAwait(false);
                await _room.WaitAsync(end).ConfigureAwait(false);
                await SendAsync(Write(item, json)).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The exception is thrown again when the reader has taken the items before it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            thrown = failure;
        }

        bus.Deadlines.Remove(probe);
        await FinishAsync().ConfigureAwait(false);
        var isTaken = await WaitUntilTakenAsync(end).ConfigureAwait(false);
        if (Volatile.Read(ref _failure) is { } interruption && !cancellation.IsAbandoned)
        {
            throw new MessagingException($"The stream was interrupted: {interruption.Message}", interruption);
        }

        if (thrown is not null)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }

        if (!isTaken)
        {
            end.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Called when the reader has taken a message.</summary>
    public void OnTaken() => _room.Release();

    /// <summary>Called when the reader reports how many messages it has taken.</summary>
    public void OnReported(long taken) => reported.OnReported(taken);

    /// <summary>Called when the reader has not taken a message.</summary>
    /// <param name="failure">The reason.</param>
    /// <param name="isReaderGone">Whether nobody will ever read the stream.</param>
    public void OnFailed(Exception failure, bool isReaderGone)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        if (isReaderGone)
        {
            cancellation.Abandon();
        }
        else
        {
            cancellation.Interrupt();
        }
    }

    private static JsonText Write<T>(T item, JsonTypeInfo<T> json)
    {
        var scratch = JsonScratch.Rent();
        scratch.Writer.WriteStartArray();
        JsonSerializer.Serialize(scratch.Writer, item, json);
        scratch.Writer.WriteEndArray();
        return scratch.Finish();
    }

    private async ValueTask SendAsync(JsonText items)
    {
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            Send(items);
            _wasBusy = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a message. The caller has the turn, so that the messages are sent in the order of their numbers, and has room.</summary>
    private void Send(JsonText items)
    {
        var outgoing = new OutgoingMessage
        {
            Kind = MessageKind.ReplyPart,
            Destination = replyTo,
            Content = new PartContent(items, new ReplyPart(_sent, IsLast: false)),
            CorrelationId = correlationId,
        };
        try
        {
            bus.Send(new PendingPart(outgoing, Limit(), this));
            _sent++;
        }
        catch
        {
            _room.Release();
            throw;
        }
    }

    private TimeSpan Limit()
    {
        if (due is not { } stamp)
        {
            return TakeLimit;
        }

        var left = bus.Deadlines.Until(stamp);
        return left > TakeLimit ? TakeLimit : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Ends the probes, so that no message follows the last one.</summary>
    private async ValueTask FinishAsync()
    {
        _isOver = true;
        await _turn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        End = new ReplyPart(_sent, IsLast: true);
        _turn.Release();
    }

    /// <summary>Waits until the reader has taken all messages. Returns false if the stream is interrupted or cancelled before.</summary>
    private async ValueTask<bool> WaitUntilTakenAsync(CancellationToken cancel)
    {
        try
        {
            for (var taken = 0; taken < PartAcceptance.MaxWindow; taken++)
            {
                await _room.WaitAsync(cancel).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private DelayedWork StartProbes()
    {
        DelayedWork? probe = null;
        probe = new DelayedWork(
            () =>
            {
                if (!_isOver)
                {
                    Probe();
                    bus.Deadlines.Add(probe!, ProbeInterval);
                }
            },
            bus.Logger);
        bus.Deadlines.Add(probe, ProbeInterval);
        return probe;
    }

    /// <summary>Sends an empty message if the stream is idle. A reader that has gone does not take it.</summary>
    private void Probe()
    {
        var wasBusy = _wasBusy;
        _wasBusy = false;
        if (wasBusy || _room.CurrentCount < PartAcceptance.MaxWindow || !_turn.Wait(0, CancellationToken.None))
        {
            return;
        }

        try
        {
            if (!_isOver && reported.TryEnter() && _room.Wait(0, CancellationToken.None))
            {
                Send(PartContent.NoItems);
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
