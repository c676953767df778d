using Amqp1.Benchmarks.Grpc;
using Grpc.Core;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>The service that the gRPC client calls.</summary>
internal sealed class GrpcPeer : Peer.PeerBase
{
    private static readonly Nothing Done = new();

    public override Task<Payload> Call(Payload request, ServerCallContext context) => Task.FromResult(request);

    public override Task<Nothing> Notify(Payload request, ServerCallContext context) => Task.FromResult(Done);
}
