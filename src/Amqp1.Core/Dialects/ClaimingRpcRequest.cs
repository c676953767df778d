namespace Amqp1.Dialects;

/// <summary>A request whose caller accepts a reference to a stored result (docs/spec/claim-check.md).</summary>
internal sealed record ClaimingRpcRequest : RpcRequest
{
    private readonly string _acceptedStore;

    /// <param name="request">The request.</param>
    /// <param name="acceptedStore">The ID of the store that the caller uses, a text of the peer.</param>
    public ClaimingRpcRequest(RpcRequest request, string acceptedStore)
        : base(request) => _acceptedStore = acceptedStore;

    /// <inheritdoc />
    public override string? AcceptedStore => _acceptedStore;
}
