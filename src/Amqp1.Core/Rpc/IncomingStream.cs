using Amqp1.Bus;
using Amqp1.Bus.Deadlines;
using Amqp1.Bus.Replies;
using Amqp1.Diagnostics;
using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Rpc;

/// <summary>A stream that a client reads. Its disposal leaves the stream: the method is cancelled unless it has ended. Not thread-safe.</summary>
/// <param name="bus">The bus on which the stream arrives.</param>
/// <param name="inbox">The inbox of the stream.</param>
/// <param name="request">The request.</param>
/// <param name="settings">The settings of the client.</param>
/// <param name="method">The wire name of the method.</param>
/// <param name="itemLimit">The time that the reader waits for each message.</param>
/// <param name="due">The time stamp of the deadline of the stream; null for none.</param>
/// <param name="measurement">Measures the stream.</param>
internal sealed class IncomingStream(
    MessageBus bus, StreamInbox inbox, PendingStreamRequest request, RpcClientSettings settings, string method, TimeSpan itemLimit, long? due, Measurement measurement)
    : IItemSource
{
    /// <summary>The time without a message after which the last report is repeated, because its server may have lost it.</summary>
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(1);

    private DelayedWork? _repeat;
    private volatile bool _isWaiting;
    private long _messages;
    private long _reported;
    private long _items;
    private bool _hasEnded;
    private Exception? _failure;

    /// <inheritdoc />
    public async ValueTask<bool> ReadAsync<TItem>(List<TItem> items, CancellationToken cancel)
    {
        try
        {
            while (!_hasEnded && items.Count == 0)
            {
                StreamMessage message;
                while (!inbox.TryTake(out message))
                {
                    await WaitAsync(cancel).ConfigureAwait(false);
                }

                Read(message, items);
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
            throw;
        }

        _items += items.Count;
        return items.Count > 0;
    }

    public void Dispose()
    {
        if (!_hasEnded)
        {
            request.Abandon(new OperationCanceledException("The reader has left the stream."));
            if (inbox.Id is { } id)
            {
                bus.CancelRequest(request.Outgoing.Destination, id);
            }
        }

        inbox.Dispose();
        measurement.EndCall(request.Outgoing.Destination.Topic, method, _failure);
    }

    private void Read<TItem>(in StreamMessage message, List<TItem> items)
    {
        try
        {
            Read(message.Body.Read(), items);
        }
        catch (WireFormatException malformed)
        {
            throw new MessagingException($"A message of the stream of {method} cannot be read: {malformed.Message}", malformed);
        }
        finally
        {
            message.Body.Dispose();
            inbox.Accept(message);
            if (inbox.Acceptance.Window is { } window && _messages - _reported >= (window + 1) / 2)
            {
                Report();
            }
        }
    }

    /// <summary>Reports to the server how many messages were taken.</summary>
    private void Report()
    {
        if (!_hasEnded && inbox.Id is { } call)
        {
            _reported = _messages;
            bus.Streams.Report(request.Outgoing.Destination, new PartReport(call, _messages), inbox);
        }
    }

    private void Read<TItem>(in Reply reply, List<TItem> items)
    {
        // A server that does not send streams answers with the whole list.
        var part = reply.Part ?? new ReplyPart(0, IsLast: true);
        if (part.Number != _messages)
        {
            throw Interrupted($"Message {_messages} of the stream was lost; message {part.Number} has arrived.", null);
        }

        _messages++;
        _hasEnded = part.IsLast;
        if (reply.Failure is { } failure)
        {
            throw settings.RemoteExceptions.Create(ErrorText.Received(failure), settings.Json);
        }

        StreamItems.Read(settings.Json, method, reply.Response.Span, items);
        reply.Text.Return();
    }

    /// <summary>Waits for a message. Throws the failure of the stream.</summary>
    private async ValueTask WaitAsync(CancellationToken cancel)
    {
        var limit = itemLimit;
        if (due is { } stamp && bus.Deadlines.Until(stamp) is var left && left < limit)
        {
            limit = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        try
        {
            BeginRepeating();
            await inbox.WaitAsync().AsTask().WaitAsync(limit, bus.Time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new MessagingTimeoutException(due is { } end && bus.Deadlines.Until(end) <= TimeSpan.Zero
                ? $"The stream from {request.Outgoing.Destination} did not end before its deadline; {_items} items were received."
                : $"No item arrived from {request.Outgoing.Destination} within {itemLimit.TotalSeconds} s; {_items} items were received.");
        }
        catch (MessagingException failure) when (request.WasAccepted || _messages > 0)
        {
            throw Interrupted(failure.Message, failure);
        }
        finally
        {
            EndRepeating();
        }
    }

    /// <summary>Begins to repeat the last report while no message arrives.</summary>
    private void BeginRepeating()
    {
        if (inbox.Acceptance.Window is null || _messages == 0)
        {
            return;
        }

        _isWaiting = true;
        _repeat ??= new DelayedWork(Repeat, bus.Logger);
        bus.Deadlines.Add(_repeat, RepeatInterval);
    }

    private void Repeat()
    {
        if (_isWaiting)
        {
            Report();
            bus.Deadlines.Add(_repeat!, RepeatInterval);
        }
    }

    private void EndRepeating()
    {
        _isWaiting = false;
        if (_repeat is { } repeat)
        {
            bus.Deadlines.Remove(repeat);
        }
    }

    private StreamInterruptedException Interrupted(string reason, Exception? failure) =>
        new($"The stream from {request.Outgoing.Destination} was interrupted after {_items} items: {reason}", _items, failure);
}
