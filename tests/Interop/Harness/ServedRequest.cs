using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>A request that a .NET server of the tests has begun to serve.</summary>
internal sealed record ServedRequest(string Method, JsonElement Arguments, RpcContext Context);
