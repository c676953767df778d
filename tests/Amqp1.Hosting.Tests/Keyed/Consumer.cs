using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Keyed;

/// <summary>A class that depends on the services of two instances by their keys.</summary>
internal sealed record Consumer(
    MessagingTransport Default,
    [FromKeyedServices("billing")] MessagingTransport Billing,
    [FromKeyedServices("billing")] INotifier Notifier,
    [FromKeyedServices("billing/invoices")] RpcClient Invoices);
