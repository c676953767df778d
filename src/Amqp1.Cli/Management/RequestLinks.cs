using System.Globalization;
using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Cli.Execution;
using Amqp1.Wire;

namespace Amqp1.Cli.Management;

/// <summary>A pair of links: one for requests to a node, one for their responses. Not thread-safe: one request at a time.</summary>
internal sealed class RequestLinks
{
    private const int Credit = 10;
    private const int MaxResponses = 10_000;

    private readonly SenderLink _sender;
    private readonly ReceiverLink _receiver;
    private readonly Channel<Message> _responses;
    private readonly TimeSpan _timeout;
    private long _requests;

    private RequestLinks(SenderLink sender, ReceiverLink receiver, string replyTo, Channel<Message> responses, TimeSpan timeout)
    {
        _sender = sender;
        _receiver = receiver;
        ReplyTo = replyTo;
        _responses = responses;
        _timeout = timeout;
    }

    /// <summary>The address of the responses, which the peer has chosen.</summary>
    public string ReplyTo { get; }

    /// <summary>Attaches the links.</summary>
    /// <param name="sessions">The sessions of the connection.</param>
    /// <param name="node">The address of the node.</param>
    /// <param name="timeout">The time limit of attaching each link, and of each request.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The peer refuses a link, because it has no such node or does not permit its use.</exception>
    /// <exception cref="MessagingTimeoutException">The peer does not answer in time.</exception>
    public static async Task<RequestLinks> AttachAsync(LinkSessions sessions, string node, TimeSpan timeout, CancellationToken cancel)
    {
        // A response is accepted when it is read, so that the peer never sends more than the channel has room for.
        var responses = Channel.CreateBounded<Message>(new BoundedChannelOptions(Credit) { FullMode = BoundedChannelFullMode.DropOldest });
        var name = $"amqp1-management-{Guid.NewGuid():N}";
        var answered = new LinkAnswer("the link for responses");
        var receiver = new ReceiverLink(sessions.Take(), $"{name}-responses", new Attach { Source = new Source { Dynamic = true }, Target = new Amqp.Framing.Target { Address = name } }, answered.OnAttached);
        receiver.AddClosedCallback(answered.OnClosed);
        receiver.AddClosedCallback(End);
        var replyTo = ((Source)(await answered.WaitAsync(timeout, cancel).ConfigureAwait(false)).Source).Address;
        receiver.Start(Credit, (_, message) => responses.Writer.TryWrite(message));

        var ready = new LinkAnswer(node);
        var sender = new SenderLink(sessions.Take(), $"{name}-requests", new Attach { Source = new Source { Address = name }, Target = new Amqp.Framing.Target { Address = node } }, ready.OnAttached);
        sender.AddClosedCallback(ready.OnClosed);
        sender.AddClosedCallback(End);
        await ready.WaitAsync(timeout, cancel).ConfigureAwait(false);
        return new RequestLinks(sender, receiver, replyTo, responses, timeout);

        // A peer that cannot process a request may end the link instead of answering.
        void End(IAmqpObject ended, Error? error) =>
            responses.Writer.TryComplete(new CommandFailedException(ExitCode.Failed, $"The management node ended the link: {PeerError.Describe(error)}"));
    }

    /// <summary>Sends a request and returns its responses up to the last one.</summary>
    /// <param name="request">The request. Its message-id, correlation-id and reply-to are set.</param>
    /// <param name="replyTo">The address of the responses as the peer understands it: usually <see cref="ReplyTo"/>.</param>
    /// <param name="name">The name of the request in messages.</param>
    /// <param name="isLast">Returns whether no further response follows.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="CommandFailedException">The peer ended a link, or sent too many responses.</exception>
    /// <exception cref="MessagingTimeoutException">The last response does not arrive in time.</exception>
    public async Task<IReadOnlyList<Message>> RequestAsync(Message request, string replyTo, string name, Func<Message, bool> isLast, CancellationToken cancel)
    {
        var id = (++_requests).ToString(CultureInfo.InvariantCulture);
        request.Properties ??= new Properties();
        request.Properties.MessageId = id;
        request.Properties.CorrelationId = id;
        request.Properties.ReplyTo = replyTo;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_timeout);
        var responses = new List<Message>();
        try
        {
            _sender.Send(request, null, null);
            while (responses.Count < MaxResponses)
            {
                var response = await _responses.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
                _receiver.Accept(response);
                if (response.Properties?.GetCorrelationId() as string != id)
                {
                    continue;
                }

                responses.Add(response);
                if (isLast(response))
                {
                    return responses;
                }
            }
        }
        catch (ChannelClosedException closed) when (closed.InnerException is CommandFailedException ended)
        {
            throw new CommandFailedException(ended.ExitCode, ended.Message, ended);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new MessagingTimeoutException($"The management node did not answer {name} within {_timeout.TotalSeconds:0.###} s.");
        }
        catch (AmqpException ended)
        {
            throw new CommandFailedException(ExitCode.Failed, $"The management node ended the link: {PeerError.Describe(ended.Error)}", ended);
        }

        throw new CommandFailedException(ExitCode.Failed, $"The management node answered {name} with more than {MaxResponses} messages.");
    }
}
