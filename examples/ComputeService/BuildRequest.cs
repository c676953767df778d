using System.Text.Json;

namespace ComputeService;

/// <summary>The body of <c>POST /instances</c>, and at the same time the arguments of <c>build_instance</c>.</summary>
internal sealed record BuildRequest(string Name, JsonElement Flavor);
