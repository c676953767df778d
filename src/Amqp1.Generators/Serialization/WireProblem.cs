namespace Amqp1.Generators.Serialization;

/// <summary>The reason why a value of a type, or a part of it, does not arrive.</summary>
/// <param name="IsFatal">Whether the whole value cannot be sent or read; otherwise only a part of it is lost.</param>
/// <param name="Reason">The reason, for messages.</param>
internal sealed record WireProblem(bool IsFatal, string Reason);
