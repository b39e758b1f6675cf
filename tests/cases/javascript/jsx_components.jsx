// Components used in JSX are rendered; handlers in it are references; lower-case names belong to the platform.

// --- file: Button.jsx
export function Button({ onClick }) { return <button onClick={onClick} />; } // @def Button
export const Icons = { Save() { return <i />; } }; // @def Save
export default class Panel { render() { return <div><Button /></div>; } } // @def Panel @refs Button

// --- file: App.jsx
import Panel, { Button, Icons } from './Button';
import { Other } from 'ui-kit';
function div() {} // @def div
function save() {} // @def save
const App = () => ( // @def App
  <Panel> {/* @refs Panel */}
    <div>
      <Button onClick={save} /> {/* @refs Button, save */}
      <Button onClick={() => save()}>x</Button> {/* @calls save @refs Button */}
      <Icons.Save /> {/* @refs Save */}
      <Other.Button />
    </div>
  </Panel>
);
