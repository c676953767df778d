using System.Text.Json;

namespace ComputeService;

/// <summary>The body of <c>POST /instances</c>.</summary>
internal sealed record BuildRequest(string Name, JsonElement Flavor);
