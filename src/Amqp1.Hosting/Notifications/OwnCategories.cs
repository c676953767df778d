namespace Amqp1.Hosting.Notifications;

/// <summary>The log categories of messaging. A published record of one of them could cause the next record, in an endless loop.</summary>
internal static class OwnCategories
{
    private static readonly string[] All = ["Amqp1", "oslo.messaging.notification"];

    /// <summary>Returns whether a category is one of these categories or below one of them.</summary>
    public static bool Contain(string category) => Array.Exists(All, own =>
        category.StartsWith(own, StringComparison.Ordinal) && (category.Length == own.Length || category[own.Length] == '.'));
}
