using Amqp1.Hosting.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.Hosting.Tests.Keyed;

/// <summary>A class that depends on the generated client of each of three instances.</summary>
internal sealed record Callers(
    ISwitchboard Default,
    [FromKeyedServices("billing")] ISwitchboard Billing,
    [FromKeyedServices("shipping")] ISwitchboard Shipping);
