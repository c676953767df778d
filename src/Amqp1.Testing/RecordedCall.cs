using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Testing;

/// <summary>A call or cast that an <see cref="RpcStub"/> received.</summary>
/// <param name="Method">The wire name of the method.</param>
/// <param name="Arguments">The arguments as a JSON object.</param>
/// <param name="Context">The other data of the request: the caller's context, the version, the deadline, and whether a reply is expected.</param>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed record RecordedCall(string Method, JsonElement Arguments, RpcContext Context);
