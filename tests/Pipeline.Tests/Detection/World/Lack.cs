namespace Pipeline.Tests.Detection.World;

/// <summary>Parts of events that Okta leaves out now and then.</summary>
internal enum Lack
{
    Nothing,
    Geo,
    DeviceToken,
    Provider,
    Agent,
    Session,
    Flow,
}
