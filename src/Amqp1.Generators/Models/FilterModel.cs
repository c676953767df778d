namespace Amqp1.Generators.Models;

/// <summary>A filter for one entry in a part of notifications.</summary>
/// <param name="Part">The parameter of <c>NotificationFilter</c>: <c>context</c>, <c>metadata</c> or <c>payload</c>.</param>
/// <param name="Key">The key of the entry.</param>
/// <param name="Pattern">The regular expression.</param>
internal sealed record FilterModel(string Part, string Key, string Pattern);
