using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>
/// The pair of links to the management node, on a session of its own (docs/spec/rabbit-topology.md#management). Thread-safe. It is used
/// until one of the links, the session or the connection ends, which fails all requests without a response.
/// </summary>
internal sealed class ManagementLink
{
    /// <summary>The maximum number of requests without a response.</summary>
    public const int MaxInFlight = 8;

    /// <summary>
    /// The credit for responses. AMQPNetLite returns credit when half of it is used, and a request may be sent before that: with less credit,
    /// RabbitMQ ends the session for want of it.
    /// </summary>
    private const int ResponseCredit = 4 * MaxInFlight;

    private const string Node = "/management";
    private const string ReplyTo = "$me";
    private const int LinksOfPair = 2;

    private readonly Session _session;
    private readonly Action<Session> _returnSession;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, TaskCompletionSource<ManagementOutcome>> _pending = [];
    private readonly TaskCompletionSource<ManagementException?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SenderLink? _sender;
    private ManagementException? _failure;
    private ulong _lastId;
    private int _attached;

    /// <param name="session">A session on which there are no other links.</param>
    /// <param name="returnSession">Ends the session. Called once, when the pair of links is no longer used.</param>
    /// <param name="logger">The logger of failed callbacks.</param>
    public ManagementLink(Session session, Action<Session> returnSession, ILogger logger)
    {
        _session = session;
        _returnSession = returnSession;
        _logger = logger;
    }

    /// <summary>Whether the pair of links has ended.</summary>
    public bool IsLost
    {
        get
        {
            lock (_gate)
            {
                return _failure is not null;
            }
        }
    }

    /// <summary>Attaches both links. Completes when the peer has attached both; with the failure if it did not. Does not throw.</summary>
    public Task<ManagementException?> OpenAsync()
    {
        var name = $"openstack.org/om/management/{Guid.NewGuid():N}";
        try
        {
            var receiver = new ReceiverLink(_session, name, CreateAttach(), (_, answer) => OnAnswer(answer.Source is not null));
            receiver.AddClosedCallback(OnClosed);
            receiver.Start(ResponseCredit, (link, message) =>
                Callback.Run(_logger, (Pair: this, link, message), static came => came.Pair.OnMessage((ReceiverLink)came.link, came.message)));
            _sender = new SenderLink(_session, name, CreateAttach(), (_, answer) => OnAnswer(answer.Target is not null));
            _sender.AddClosedCallback(OnClosed);
        }
        catch (Exception failure) when (failure is AmqpException or ObjectDisposedException)
        {
            Fail((failure as AmqpException)?.Error);
        }

        return _opened.Task;
    }

    /// <summary>Sends a request on the open links. Completes with the response or a failure.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled. A later response is ignored.</exception>
    public async Task<ManagementOutcome> RequestAsync(ManagementRequest request, CancellationToken cancel)
    {
        var response = new TaskCompletionSource<ManagementOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        ulong id;
        lock (_gate)
        {
            if (_failure is not null)
            {
                return new(default, Copy(_failure, isCausedByEarlierRequest: true));
            }

            id = ++_lastId;
            _pending.Add(id, response);
        }

        try
        {
            _sender!.Send(CreateMessage(request, id), null, null);
            return await response.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AmqpException or ObjectDisposedException)
        {
            Fail((failure as AmqpException)?.Error);
            return await response.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _pending.Remove(id);
            }
        }
    }

    /// <summary>Gives the links up, for example because the peer does not answer the attach in time. May be called more than once.</summary>
    public void Abandon(ManagementException reason)
    {
        TaskCompletionSource<ManagementOutcome>[] pending;
        lock (_gate)
        {
            if (_failure is not null)
            {
                return;
            }

            _failure = reason;
            pending = [.. _pending.Values];
            _pending.Clear();
        }

        _opened.TrySetResult(reason);
        for (var i = 0; i < pending.Length; i++)
        {
            pending[i].TrySetResult(new(default, Copy(reason, isCausedByEarlierRequest: i > 0)));
        }

        _returnSession(_session);
    }

    private static ManagementException Copy(ManagementException failure, bool isCausedByEarlierRequest) =>
        new(failure.Message, failure.Condition) { IsCausedByEarlierRequest = isCausedByEarlierRequest };

    private static Attach CreateAttach() => new()
    {
        Source = new Source { Address = Node },
        Target = new Amqp.Framing.Target { Address = Node },
        SndSettleMode = SenderSettleMode.Settled,
        RcvSettleMode = ReceiverSettleMode.First,
        Properties = new Fields { [new Symbol("paired")] = true },
    };

    private static Message CreateMessage(ManagementRequest request, ulong id) => new()
    {
        Properties = new Properties
        {
            MessageId = id.ToString(CultureInfo.InvariantCulture),
            To = request.Path,
            Subject = request.Method,
            ReplyTo = ReplyTo,
        },
        // A request without a body has an explicit null, because RabbitMQ refuses a message without a body section.
        BodySection = new AmqpValue { Value = request.Body },
    };

    private void OnAnswer(bool isAccepted) => Callback.Run(_logger, (Pair: this, isAccepted), static answer =>
    {
        // A refusal is an attach without a terminus, followed by a detach with the reason.
        if (answer.isAccepted && Interlocked.Increment(ref answer.Pair._attached) == LinksOfPair)
        {
            answer.Pair._opened.TrySetResult(null);
        }
    });

    private void OnClosed(IAmqpObject sender, Error? error) =>
        Callback.Run(_logger, (Pair: this, error), static closed => closed.Pair.Fail(closed.error));

    private void Fail(Error? error) => Abandon(new ManagementException(
        $"The management link of RabbitMQ was closed: {PeerError.Describe(error)}.", PeerError.ConditionOf(error)));

    private void OnMessage(ReceiverLink link, Message message)
    {
        TaskCompletionSource<ManagementOutcome>? pending = null;
        ManagementResponse? response = null;
        try
        {
            if (message.Properties?.GetCorrelationId() is string id && ulong.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                lock (_gate)
                {
                    _pending.Remove(number, out pending);
                }
            }

            if (pending is not null && int.TryParse(message.Properties!.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            {
                response = new ManagementResponse(status, message.Body);
            }
        }
        finally
        {
            link.Accept(message);
            message.Dispose();
            // A response without a status is a failure of its own request only.
            pending?.TrySetResult(response is { } read ? new(read) : new(default, new ManagementException("RabbitMQ sent a management response that cannot be read.")));
        }
    }
}
