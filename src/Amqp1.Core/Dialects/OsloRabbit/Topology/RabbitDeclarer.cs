using Amqp1.Dialects.OsloRabbit.Management;

namespace Amqp1.Dialects.OsloRabbit.Topology;

/// <summary>
/// Declares exchanges, queues and bindings of one connection. An object that already exists with other properties is adopted if it can be
/// used, and refused otherwise (docs/spec/rabbit-topology.md#adopt-or-refuse). Nothing is ever declared with other properties than those of
/// the settings, because other services of the deployment could not declare it then. Thread-safe.
/// </summary>
internal sealed class RabbitDeclarer(IManagementClient management, AdoptionLog adoptions)
{
    private const string ExchangeKind = "exchange";
    private const string QueueKind = "queue";
    private const string Locked = "locked queue";

    /// <summary>Declares an exchange. Throws <see cref="MessagingException"/> with the reason if that fails.</summary>
    public async Task DeclareAsync(ExchangeDeclaration exchange, CancellationToken cancel)
    {
        var what = $"the declaration of the exchange {PeerText.Clean(exchange.Name)}";
        var response = await RequestAsync(ManagementRequest.PutExchange(exchange.Name, exchange.ToMap()), what, cancel).ConfigureAwait(false);
        if (response.IsSuccess)
        {
            return;
        }

        if (response.Status == ManagementResponse.Conflict && ExchangeConflict.Read(exchange, response.Text) is { } difference)
        {
            Adopt(ExchangeKind, exchange.Name, [difference]);
            return;
        }

        throw DeclarationErrors.Refused(what, response);
    }

    /// <summary>Declares a queue. Throws <see cref="MessagingException"/> with the reason if that fails.</summary>
    public async Task DeclareAsync(QueueDeclaration queue, CancellationToken cancel)
    {
        var what = WhatOf(queue);
        var response = await PutAsync(queue, cancel).ConfigureAwait(false);
        if (response.Status == ManagementResponse.Conflict)
        {
            if (await GetAsync(queue.Name, cancel).ConfigureAwait(false) is { } found
                && QueueComparison.Compare(queue, found) is { Count: > 0 } differences)
            {
                Adopt(QueueKind, queue.Name, differences);
                return;
            }

            // The queue was deleted or replaced in the meantime, or this user may not see it. There is no third attempt.
            response = await PutAsync(queue, cancel).ConfigureAwait(false);
        }

        if (!response.IsSuccess)
        {
            throw DeclarationErrors.Refused(what, response);
        }
    }

    /// <summary>
    /// Declares an exclusive queue. Returns false if its name is in use by another connection. Throws <see cref="MessagingException"/> with
    /// the reason if declaring fails otherwise.
    /// </summary>
    public async Task<bool> TryDeclareExclusiveAsync(QueueDeclaration queue, CancellationToken cancel)
    {
        var response = await PutAsync(queue, cancel).ConfigureAwait(false);
        if (response.Status == ManagementResponse.Conflict
            || (response.Status == ManagementResponse.BadRequest && response.Text.Contains(Locked, StringComparison.Ordinal)))
        {
            adoptions.ReplyQueueInUse(queue.Name);
            return false;
        }

        return response.IsSuccess ? true : throw DeclarationErrors.Refused(WhatOf(queue), response);
    }

    /// <summary>
    /// Declares a binding. Returns false if its exchange or queue does not exist. Throws <see cref="MessagingException"/> with the reason if
    /// declaring fails otherwise.
    /// </summary>
    public async Task<bool> TryBindAsync(BindingDeclaration binding, CancellationToken cancel)
    {
        var what = $"the binding of the queue {PeerText.Clean(binding.Queue)} to the exchange {PeerText.Clean(binding.Exchange)}";
        var response = await RequestAsync(ManagementRequest.PostBinding(binding.ToMap()), what, cancel).ConfigureAwait(false);
        return response.IsSuccess ? true
            : response.Status is ManagementResponse.BadRequest or ManagementResponse.NotFound ? false
            : throw DeclarationErrors.Refused(what, response);
    }

    /// <summary>Deletes a queue. Does nothing if the queue does not exist.</summary>
    public async Task DeleteQueueAsync(string queue, CancellationToken cancel)
    {
        var what = $"the deletion of the queue {PeerText.Clean(queue)}";
        var response = await RequestAsync(ManagementRequest.DeleteQueue(queue), what, cancel).ConfigureAwait(false);
        if (!response.IsSuccess && response.Status != ManagementResponse.NotFound)
        {
            throw DeclarationErrors.Refused(what, response);
        }
    }

    private static string WhatOf(QueueDeclaration queue) => $"the declaration of the queue {PeerText.Clean(queue.Name)}";

    private void Adopt(string kind, string name, IReadOnlyList<PropertyDifference> differences)
    {
        if (!differences.All(difference => difference.IsUsable))
        {
            throw DeclarationErrors.Unusable(kind, name, differences);
        }

        adoptions.Write(kind, name, differences);
    }

    private Task<ManagementResponse> PutAsync(QueueDeclaration queue, CancellationToken cancel) =>
        RequestAsync(ManagementRequest.PutQueue(queue.Name, queue.ToMap()), WhatOf(queue), cancel);

    /// <summary>Returns the queue on the broker; null if it does not exist or if the user may not see it.</summary>
    private async Task<QueueProperties?> GetAsync(string queue, CancellationToken cancel)
    {
        try
        {
            var response = await management.RequestAsync(ManagementRequest.GetQueue(queue), cancel).ConfigureAwait(false);
            return response is { IsSuccess: true, Properties: { } properties } ? new QueueProperties(properties) : null;
        }
        catch (ManagementException failure) when (DeclarationErrors.IsUnauthorized(failure))
        {
            return null;
        }
    }

    private async Task<ManagementResponse> RequestAsync(ManagementRequest request, string what, CancellationToken cancel)
    {
        try
        {
            return await management.RequestAsync(request, cancel).ConfigureAwait(false);
        }
        catch (ManagementException failure)
        {
            throw DeclarationErrors.Failed(what, failure);
        }
    }
}
