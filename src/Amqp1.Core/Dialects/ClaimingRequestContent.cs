namespace Amqp1.Dialects;

/// <summary>The content of a call whose caller accepts a reference to a stored result (docs/spec/claim-check.md).</summary>
/// <param name="acceptedStore">The ID of the store that the caller uses.</param>
internal sealed class ClaimingRequestContent(string acceptedStore) : RequestContent
{
    /// <inheritdoc />
    public override string? AcceptedStore => acceptedStore;
}
