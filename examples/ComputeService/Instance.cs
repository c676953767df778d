using System.Text.Json;

namespace ComputeService;

/// <summary>A virtual machine, as it goes over the wire.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Flavor">The name of its flavor, or the flavor itself as an object.</param>
/// <param name="Host">The host that runs it.</param>
/// <param name="State">What it does.</param>
/// <param name="CreatedAt">When it was built.</param>
public sealed record Instance(string Id, string Name, JsonElement Flavor, string Host, string State, DateTimeOffset CreatedAt);
