namespace Amqp1.Hosting.Notifications;

/// <summary>Where messaging logs: a record of these, published, could cause the next one, without end.</summary>
internal static class OwnCategories
{
    private static readonly string[] All = ["Amqp1", "oslo.messaging.notification"];

    /// <summary>Whether a category is one of these or below one.</summary>
    public static bool Contain(string category) => Array.Exists(All, own =>
        category.StartsWith(own, StringComparison.Ordinal) && (category.Length == own.Length || category[own.Length] == '.'));
}
