using Amqp1.Cli.Management;

namespace Amqp1.Cli.Commands.Tops;

/// <summary>The state of a router or broker at one time.</summary>
/// <param name="Taken">The time, from a clock that does not jump.</param>
/// <param name="Product">The product and its version.</param>
/// <param name="Routers">The router itself, one row.</param>
/// <param name="Connections">The connections.</param>
/// <param name="Addresses">The addresses.</param>
/// <param name="Links">The links.</param>
internal sealed record TopSnapshot(
    TimeSpan Taken,
    string Product,
    IReadOnlyList<ManagementRow> Routers,
    IReadOnlyList<ManagementRow> Connections,
    IReadOnlyList<ManagementRow> Addresses,
    IReadOnlyList<ManagementRow> Links);
