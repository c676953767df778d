using Amqp;
using Microsoft.Extensions.Logging;

namespace Amqp1.Dialects.OsloRabbit.Management;

/// <summary>
/// Sends requests to the management node of one connection. The links are attached at the first request, and again at the first request
/// after they were lost. At most <see cref="ManagementLink.MaxInFlight"/> requests are in flight; the others wait. Thread-safe.
/// </summary>
#pragma warning disable CA1001 // The semaphore has no wait handle, so that there is nothing to dispose.
internal sealed class ManagementClient : IManagementClient
#pragma warning restore CA1001
{
    /// <summary>The default time limit of a request, including the attach of the links.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Func<Session> _takeSession;
    private readonly Action<Session> _returnSession;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots = new(ManagementLink.MaxInFlight);
    private readonly Lock _gate = new();
    private Task<(ManagementLink? Link, ManagementException? Failure)>? _link;

    /// <param name="takeSession">Begins a session. Throws the exceptions of AMQPNetLite if the connection has ended.</param>
    /// <param name="returnSession">Ends such a session.</param>
    /// <param name="timeout">The time limit of a request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The logger of failed callbacks.</param>
    public ManagementClient(Func<Session> takeSession, Action<Session> returnSession, TimeSpan timeout, TimeProvider time, ILogger logger)
    {
        _takeSession = takeSession;
        _returnSession = returnSession;
        _timeout = timeout;
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc />
    public async Task<ManagementResponse> RequestAsync(ManagementRequest request, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await RequestInSlotAsync(request, either.Token).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ManagementException($"RabbitMQ did not answer the management request {request} within {_timeout}.");
        }
    }

    private async Task<ManagementResponse> RequestInSlotAsync(ManagementRequest request, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (link, refusal) = await OpenLinkAsync(cancel).ConfigureAwait(false);
            if (link is null)
            {
                throw refusal!;
            }

            var (response, failure) = await link.RequestAsync(request, cancel).ConfigureAwait(false);
            if (failure is null)
            {
                return response;
            }

            // Each loss of the link fails the oldest request for good, so that no more repetitions are needed than requests are in flight.
            if (!failure.IsCausedByEarlierRequest || attempt == ManagementLink.MaxInFlight)
            {
                throw failure;
            }
        }
    }

    private async Task<(ManagementLink? Link, ManagementException? Failure)> OpenLinkAsync(CancellationToken cancel)
    {
        TaskCompletionSource<(ManagementLink?, ManagementException?)>? opening = null;
        Task<(ManagementLink?, ManagementException?)> link;
        lock (_gate)
        {
            if (_link is null or { IsFaulted: true } || (_link.IsCompletedSuccessfully && _link.Result.Link is null or { IsLost: true }))
            {
                opening = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _link = opening.Task;
            }

            link = _link;
        }

        if (opening is not null)
        {
            // The links belong to all requests, so that the cancellation of the first one does not end the attach.
            _ = AttachAsync(opening);
        }

        return await link.WaitAsync(cancel).ConfigureAwait(false);
    }

    private async Task AttachAsync(TaskCompletionSource<(ManagementLink?, ManagementException?)> opening)
    {
        try
        {
            opening.SetResult(await AttachAsync().ConfigureAwait(false));
        }
#pragma warning disable CA1031 // The code that waits for the link gets the exception.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            opening.SetException(failure);
        }
    }

    private async Task<(ManagementLink? Link, ManagementException? Failure)> AttachAsync()
    {
        ManagementLink link;
        try
        {
            link = new ManagementLink(_takeSession(), _returnSession, _logger);
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException)
        {
            return (null, new ManagementException("The management link of RabbitMQ cannot be attached, because the connection has ended."));
        }

        try
        {
            return await link.OpenAsync().WaitAsync(_timeout, _time).ConfigureAwait(false) is { } refusal ? (null, refusal) : (link, null);
        }
        catch (TimeoutException)
        {
            var late = new ManagementException($"RabbitMQ did not attach the management link within {_timeout}.");
            link.Abandon(late);
            return (null, late);
        }
    }
}
