namespace Amqp1.Generators.Models;

/// <summary>A type with an attribute of this library, comparable by value.</summary>
/// <param name="DisplayName">The name for messages.</param>
/// <param name="Model">The model of the generated code; null if the type has errors, which the analyzer reports.</param>
internal sealed record Candidate<TModel>(string DisplayName, TModel? Model)
    where TModel : class;
