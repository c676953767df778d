namespace Amqp1.Generators.Models;

/// <summary>The texts of the XML documentation of a method. A missing text is empty.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Returns">The description of the result.</param>
/// <param name="Parameters">The descriptions of the parameters, in their order.</param>
internal sealed record DocumentationModel(string Summary, string Returns, EquatableArray<string> Parameters);
