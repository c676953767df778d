using System.Text.Json;

namespace ComputeService;

/// <summary>A virtual machine, as it is sent over the bus.</summary>
/// <param name="Id">The ID of the instance.</param>
/// <param name="Name">The name of the instance.</param>
/// <param name="Flavor">The name of the flavor, or the flavor itself as an object.</param>
/// <param name="Host">The host that runs the instance.</param>
/// <param name="State">The state, such as <c>active</c>.</param>
/// <param name="CreatedAt">The time at which the instance was built.</param>
public sealed record Instance(string Id, string Name, JsonElement Flavor, string Host, string State, DateTimeOffset CreatedAt);
