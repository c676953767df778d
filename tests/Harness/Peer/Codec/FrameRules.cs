namespace Amqp1.Tests.Harness.Peer.Codec;

/// <summary>The rules of the specification about several fields of one performative (AMQP 1.0 part 2, section 2.7).</summary>
internal static class FrameRules
{
    private static readonly string[] FieldsOfLinks = ["delivery-count", "link-credit", "available", "drain"];

    public static void Check(Composite body)
    {
        if (body.Type == Performatives.Attach && body is var attach && attach["role"] is false && attach["initial-delivery-count"] is null)
        {
            throw new ViolationException("attach: The role is sender, and the field initial-delivery-count is missing.");
        }

        if (body.Type == Performatives.Flow && body["handle"] is null && FieldsOfLinks.FirstOrDefault(field => body[field] is not null) is { } given)
        {
            throw new ViolationException($"flow: The field {given} has a value, and the field handle has none.");
        }

        if (body.Type == Performatives.Flow && body["handle"] is not null && body["link-credit"] is null)
        {
            throw new ViolationException("flow: The field handle has a value, and the field link-credit is missing.");
        }

        if (body.Type == Performatives.Disposition && body["last"] is uint last && (int)(last - (uint)body["first"]!) < 0)
        {
            throw new ViolationException("disposition: The field last is before the field first.");
        }
    }
}
